"""What is already installed (設置済み機器): sightings of devices from other people's exports, merged into devices by what identifies them for sure.

Serves the second half of the agreement's purpose, devices in use, and sec. 889(a)(1)(B), use by the contractor. Neighbours: `feeds/estate` reads the
exports, `marks` says whose a device is, `screening` judges it.
"""
