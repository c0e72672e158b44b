"""The only room that sees everything: it joins feeds, engines and papers to the desk's verbs, and gives the shells one call a verb.

One module a topic; heavy rooms are imported when a verb is called. Neighbours: the shells above, everything below.
"""

from .handing_in import check_list as check_list
from .handing_in import criteria_forms as criteria_forms
from .handing_in import list_form as list_form
from .handing_in import notice_of as notice_of
from .handing_in import propose_mapping as propose_mapping
from .installed import EstateAsked as EstateAsked
from .installed import EstateAudited as EstateAudited
from .installed import audit_estate as audit_estate
from .installed import estate_json as estate_json
from .judging import DEMO_PARTS as DEMO_PARTS
from .judging import Written as Written
from .judging import demo as demo
from .judging import evaluate as evaluate
from .judging import judge as judge
from .judging import screen as screen
from .judging import what_if as what_if
from .ledger import utc_text as utc_text
from .ledger import verify as verify
from .marking import MakersFound as MakersFound
from .marking import identify as identify
from .marking import identify_list as identify_list
from .marking import open_tables as open_tables
from .naming import MatchAsked as MatchAsked
from .naming import compare_pairs as compare_pairs
from .naming import match_names as match_names
from .offices import office as office
from .owning import OwnersAsked as OwnersAsked
from .owning import build_chart as build_chart
from .owning import owners as owners
from .owning import owners_in_bulk as owners_in_bulk
from .owning import regime_on as regime_on
from .owning import regimes as regimes
from .parts import build_products as build_products
from .parts import explode as explode
from .parts import explode_to as explode_to
from .parts import list_products as list_products
from .parts import where_used as where_used
from .parts import where_used_to as where_used_to
from .publishing import ExportAsked as ExportAsked
from .publishing import check_awards as check_awards
from .publishing import export_case as export_case
from .records import new_key as new_key
from .registers import build_register as build_register
from .registers import diff_register as diff_register
from .registers import open_register as open_register
from .registers import packs as packs
from .registers import read_edition as read_edition
from .surroundings import Say as Say
from .surroundings import home as home
from .surroundings import parse_day as parse_day
from .surroundings import quiet as quiet
from .surroundings import today as today
from .surroundings import write_json as write_json
