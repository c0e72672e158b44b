"""Writers of other people's formats: OCDS, the government's procurement model (GIF DS-451-8), 落札実績. They see only what may be published."""
