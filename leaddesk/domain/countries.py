"""Countries by name, and their two letters (ISO 3166-1 alpha-2).

Names are English, with what the countries call themselves, and what is often written instead, where that is well known.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_NAMES = """
AD Andorra|AE United Arab Emirates,UAE,Emirates|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania|AM Armenia
AO Angola|AR Argentina|AS American Samoa|AT Austria,Österreich,Autriche|AU Australia|AW Aruba|AX Åland Islands
AZ Azerbaijan
BA Bosnia and Herzegovina,Bosnia|BB Barbados|BD Bangladesh|BE Belgium,Belgien,Belgique,België|BF Burkina Faso
BG Bulgaria
BH Bahrain|BI Burundi|BJ Benin|BL Saint Barthélemy|BM Bermuda|BN Brunei,Brunei Darussalam|BO Bolivia|BQ Bonaire
BR Brazil,Brasil,Brasilien|BS Bahamas,The Bahamas|BT Bhutan|BW Botswana|BY Belarus|BZ Belize|CA Canada,Kanada
CD Democratic Republic of the Congo,DR Congo,Congo Kinshasa|CF Central African Republic|CG Congo,Republic of the Congo
CH Switzerland,Schweiz,Suisse,Svizzera|CI Ivory Coast,Côte d'Ivoire|CK Cook Islands|CL Chile|CM Cameroon
CN China,People's Republic of China,PR China,PRC|CO Colombia|CR Costa Rica|CU Cuba|CV Cape Verde,Cabo Verde|CW Curaçao
CY Cyprus|CZ Czechia,Czech Republic,Česko|DE Germany,Deutschland,Allemagne,Alemania,Germania|DJ Djibouti
DK Denmark,Danmark,Dänemark|DM Dominica|DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia,Eesti|EG Egypt|ER Eritrea
ES Spain,España,Spanien,Espagne,Spagna|ET Ethiopia|FI Finland,Suomi,Finnland|FJ Fiji|FK Falkland Islands|FM Micronesia
FO Faroe Islands|FR France,Frankreich,Francia|GA Gabon|GD Grenada|GE Georgia|GF French Guiana|GG Guernsey|GH Ghana
GB United Kingdom,UK,U.K.,Great Britain,Britain,England,Scotland,Wales,Northern Ireland,Großbritannien,Royaume-Uni
GB Vereinigtes Königreich,United Kingdom of Great Britain and Northern Ireland,Reino Unido,Regno Unito
GI Gibraltar|GL Greenland|GM Gambia,The Gambia|GN Guinea|GP Guadeloupe|GQ Equatorial Guinea|GR Greece,Griechenland
GT Guatemala|GU Guam|GW Guinea-Bissau|GY Guyana|HK Hong Kong,Hong Kong SAR|HN Honduras|HR Croatia,Hrvatska|HT Haiti
HU Hungary,Magyarország,Ungarn|ID Indonesia|IE Ireland,Republic of Ireland,Éire,Irland|IL Israel|IM Isle of Man|IN India
IQ Iraq|IR Iran,Islamic Republic of Iran|IS Iceland|IT Italy,Italia,Italien,Italie|JE Jersey|JM Jamaica|JO Jordan
JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM Comoros|KN Saint Kitts and Nevis|KP North Korea
KR South Korea,Korea,Republic of Korea|KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon|LC Saint Lucia
LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania,Lietuva|LU Luxembourg,Luxemburg|LV Latvia,Latvija
LY Libya|MA Morocco|MC Monaco|MD Moldova,Republic of Moldova|ME Montenegro|MF Saint Martin|MG Madagascar
MH Marshall Islands|MK North Macedonia,Macedonia|ML Mali|MM Myanmar,Burma|MN Mongolia|MO Macao,Macau
MP Northern Mariana Islands|MQ Martinique|MR Mauritania|MS Montserrat|MT Malta|MU Mauritius|MV Maldives|MW Malawi
MX Mexico,México,Mexiko|MY Malaysia|MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger|NG Nigeria|NI Nicaragua
NL Netherlands,The Netherlands,Holland,Nederland,Niederlande,Pays-Bas|NO Norway,Norge,Norwegen|NP Nepal|NR Nauru|NU Niue
NZ New Zealand|OM Oman|PA Panama|PE Peru|PF French Polynesia|PG Papua New Guinea|PH Philippines,The Philippines
PK Pakistan|PL Poland,Polska,Polen|PM Saint Pierre and Miquelon|PR Puerto Rico|PS Palestine|PT Portugal|PW Palau
PY Paraguay|QA Qatar|RE Réunion|RO Romania,România,Rumänien|RS Serbia,Srbija|RU Russia,Russian Federation|RW Rwanda
SA Saudi Arabia,KSA|SB Solomon Islands|SC Seychelles|SD Sudan|SE Sweden,Sverige,Schweden|SG Singapore|SH Saint Helena
SI Slovenia,Slovenija|SK Slovakia,Slovak Republic,Slovensko|SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia
SR Suriname|SS South Sudan|ST São Tomé and Príncipe|SV El Salvador|SX Sint Maarten|SY Syria|SZ Eswatini,Swaziland
TC Turks and Caicos Islands|TD Chad|TG Togo|TH Thailand|TJ Tajikistan|TL Timor-Leste,East Timor|TM Turkmenistan
TN Tunisia|TO Tonga|TR Turkey,Türkiye,Türkei|TT Trinidad and Tobago|TV Tuvalu|TW Taiwan|TZ Tanzania|UA Ukraine|UG Uganda
US United States,USA,U.S.,U.S.A.,United States of America,America,Vereinigte Staaten,États-Unis,Estados Unidos
UY Uruguay|UZ Uzbekistan|VA Vatican City,Holy See|VC Saint Vincent and the Grenadines|VE Venezuela
VG British Virgin Islands|VI U.S. Virgin Islands,US Virgin Islands|VN Vietnam,Viet Nam|VU Vanuatu|WS Samoa|XK Kosovo
YE Yemen|YT Mayotte|ZA South Africa|ZM Zambia|ZW Zimbabwe
"""


def code_of(country: str) -> str:
    """``GB`` for ``United Kingdom``, ``UK`` and ``gb``; empty where the text names no country that is known here."""
    return _codes().get(_folded(country), "")


@cache
def codes() -> tuple[str, ...]:
    """All two-letter codes, sorted."""
    return tuple(sorted(set(_codes().values())))


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in _NAMES.strip().replace("\n", "|").split("|"):
        code, names = entry.split(" ", 1)
        found[code.casefold()] = code
        found.update((_folded(name), code) for name in names.split(","))
    return found


def _folded(name: str) -> str:
    """Case, accents, points and white space make no difference."""
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    return " ".join(bare.replace(".", "").casefold().split())
