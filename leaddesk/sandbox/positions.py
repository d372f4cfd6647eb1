"""What people do: job titles made of parts, each with its level, department and function.

``openings()`` lists them all, with how common each is and where it is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Position(NamedTuple):
    """One job. What is None is missing in the provider's data."""

    title: str | None
    level: str | None
    department: str | None
    function: str | None


class Opening(NamedTuple):
    """A position, how common it is among its like, and where it is found: everywhere where both others are None."""

    position: Position
    weight: int
    sector: str | None = None
    """A profession of this sector of ``industries.py``."""
    countries: frozenset[str] | None = None
    """Its title is in the language of these."""


_DEPARTMENTS: dict[str, tuple[str, ...]] = {
    "Marketing": ("Marketing", "Brand Marketing", "Digital Marketing", "Product Marketing", "Public Relations"),
    "Sales": ("Sales", "Inside Sales", "Business Development", "Key Account", "Sales Operations"),
    "Finance": ("Finance", "Accounting", "Treasury", "Tax", "Internal Audit"),
    "Human Resources": ("Human Resources", "Talent Acquisition", "Learning & Development", "Payroll"),
    "Information Technology": ("IT", "Information Security", "Network Operations", "Business Applications"),
    "Engineering": ("Engineering", "Software Engineering", "Quality Assurance", "Data Engineering"),
    "Product": ("Product", "User Experience"),
    "Operations": ("Operations", "Supply Chain", "Logistics", "Facilities", "Manufacturing"),
    "Procurement": ("Procurement", "Vendor Relations"),
    "Legal": ("Legal", "Compliance", "Contracts"),
    "Customer Service": ("Customer Success", "Customer Support"),
    "Research & Development": ("Research", "Laboratory"),
    "Administration": ("Administration",),
}

_CHIEFS: tuple[tuple[str, str, str, str], ...] = (
    ("Chief Executive Officer", "CEO", "Executive", "General Management"),
    ("Chief Financial Officer", "CFO", "Finance", "Finance"),
    ("Chief Operating Officer", "COO", "Operations", "Operations"),
    ("Chief Technology Officer", "CTO", "Engineering", "Engineering"),
    ("Chief Information Officer", "CIO", "Information Technology", "IT"),
    ("Chief Information Security Officer", "CISO", "Information Technology", "Information Security"),
    ("Chief Marketing Officer", "CMO", "Marketing", "Marketing"),
    ("Chief Revenue Officer", "CRO", "Sales", "Sales"),
    ("Chief People Officer", "CHRO", "Human Resources", "Human Resources"),
    ("Chief Product Officer", "CPO", "Product", "Product"),
    ("Chief Legal Officer", "General Counsel", "Legal", "Legal"),
    ("Chief Data Officer", "CDO", "Engineering", "Data Engineering"),
)

_PATTERNS: tuple[tuple[str, str, int], ...] = (
    ("Senior Vice President, {f}", "Vice President", 1),
    ("Vice President of {f}", "Vice President", 2),
    ("VP {f}", "Vice President", 3),
    ("Head of {f}", "Director", 4),
    ("Director of {f}", "Director", 5),
    ("Senior Director, {f}", "Director", 2),
    ("Regional {f} Director (EMEA)", "Director", 1),
    ("{f} Manager", "Manager", 12),
    ("Senior {f} Manager", "Manager", 5),
    ("{f} Team Lead", "Supervisor", 5),
    ("{f} Supervisor", "Supervisor", 4),
    ("{f} Specialist", "Specialist", 9),
    ("Senior {f} Analyst", "Specialist", 6),
    ("{f} Consultant", "Specialist", 4),
    ("{f} Coordinator", "Staff", 7),
    ("{f} Assistant", "Staff", 4),
    ("{f} Intern", "Staff", 2),
)

_EXECUTIVES: tuple[tuple[str, str, str, int], ...] = (
    ("Owner", "Owner", "General Management", 40),
    ("Founder", "Owner", "General Management", 16),
    ("Co-Founder & CEO", "Owner", "General Management", 12),
    ("Owner/Operator", "Owner", "General Management", 8),
    ("Partner", "Partner", "General Management", 14),
    ("Managing Partner", "Partner", "General Management", 10),
    ("Managing Director", "C-Suite", "General Management", 24),
    ("President", "C-Suite", "General Management", 18),
    ("Chairman of the Board", "Board Member", "Board", 6),
    ("Non-Executive Director", "Board Member", "Board", 8),
    ("Trustee", "Board Member", "Board", 4),
    ("Executive Assistant to the CEO", "Staff", "Executive Support", 14),
    ("manager", "Manager", "General Management", 60),
)

_PROFESSIONS: dict[str, tuple[str, str, str]] = {
    # sector: department, function, and its titles as ``level: title weight``
    "technology": (
        "Engineering",
        "Software Engineering",
        (
            "Specialist: Software Engineer 90; Specialist: Senior Software Engineer 70; Specialist: DevOps Engineer "
            "40; Specialist: Frontend Developer 40; Specialist: Backend Developer 40; Specialist: Full-Stack "
            "Developer 30; Specialist: C++/Qt Developer 8; Specialist: .NET Developer 14; Specialist: Data Scientist "
            "30; Specialist: Site Reliability Engineer 16; Staff: Junior Developer 20; Specialist: UX/UI Designer 20; "
            "Supervisor: Scrum Master 14; Director: Enterprise Architect 10; Specialist: QA Engineer (ISTQB®) 10"
        ),
    ),
    "health": (
        "Medical",
        "Nursing & Care",
        (
            "Specialist: Registered Nurse (RN) 120; Specialist: Physician 60; Specialist: Nurse Practitioner 40; "
            "Supervisor: Charge Nurse 24; Specialist: Pharmacist 30; Specialist: Physical Therapist 30; Staff: Medical "
            "Assistant 40; Director: Chief of Surgery 4; Specialist: Dentist 20; Specialist: Veterinarian 10; Staff: "
            "Phlebotomist 8"
        ),
    ),
    "education": (
        "Education",
        "Teaching",
        (
            "Specialist: Teacher 120; Specialist: Associate Professor 50; Specialist: Lecturer 40; Director: Dean of "
            "Students 10; Director: Principal 24; Staff: Teaching Assistant 30; Specialist: Librarian 16; Manager: "
            "Registrar 10"
        ),
    ),
    "building": (
        "Construction",
        "Site Work",
        (
            "Supervisor: Site Foreman 60; Specialist: Civil Engineer 60; Specialist: Architect 50; Staff: Electrician "
            "40; Staff: Plumber 30; Specialist: Quantity Surveyor 24; Manager: Construction Project Manager 50; "
            "Staff: Crane Operator 10"
        ),
    ),
    "money": (
        "Finance",
        "Client Advice",
        (
            "Specialist: Loan Officer 60; Specialist: Actuary 24; Specialist: Underwriter 50; Specialist: Financial "
            "Advisor, CFP® 50; Staff: Bank Teller 40; Director: Portfolio Director 20; Manager: Branch Manager 50; "
            "Specialist: Claims Adjuster 40"
        ),
    ),
    "trade": (
        "Sales",
        "Shop Floor",
        (
            "Manager: Store Manager 90; Staff: Sales Associate 80; Specialist: Buyer 50; Specialist: Visual "
            "Merchandiser 30; Staff: Cashier 40; Supervisor: Shift Supervisor 40; Manager: Category Manager 30; "
            "Specialist: Baker & Confectioner 10"
        ),
    ),
    "making": (
        "Operations",
        "Production",
        (
            "Manager: Plant Manager 60; Specialist: Process Engineer 60; Specialist: Mechanical Engineer 60; Staff: "
            "Machine Operator 50; Staff: CNC Machinist 30; Supervisor: Shift Leader 40; Specialist: Quality Inspector "
            "30; Staff: Welder 20"
        ),
    ),
    "land": (
        "Agriculture",
        "Farming",
        (
            "Manager: Farm Manager 90; Specialist: Agronomist 60; Staff: Harvest Worker 30; Specialist: Viticulturist "
            "20; Owner: Farmer 50"
        ),
    ),
    "public": (
        "Public Service",
        "Administration",
        (
            "Director: Town Clerk 20; Specialist: City Planner 40; Specialist: Policy Advisor 50; Director: Executive "
            "Director 50; Manager: Volunteer Manager 30; Specialist: Grant Writer 30; Supervisor: Fire Captain 16; "
            "Board Member: Councillor 16"
        ),
    ),
    "services": (
        "Operations",
        "Client Work",
        (
            "Specialist: Attorney at Law 50; Specialist: Management Consultant 60; Specialist: Graphic Designer 40; "
            "Staff: Paralegal 30; Specialist: Copywriter 30; Manager: Event Manager 30; Staff: Barista 20; Manager: "
            "Hotel Manager 40; Specialist: Chef 30; Specialist: Real Estate Agent 50; Specialist: Journalist 20; "
            "Staff: Truck Driver (CDL-A) 40; Specialist: Pilot 10"
        ),
    ),
}

_LOCAL: dict[tuple[str, ...], str] = {
    ("Germany", "Austria", "Switzerland"): (
        "C-Suite: Geschäftsführer 30; Director: Leiter Einkauf 16; C-Suite: Vorstand 8; Owner: Inhaber 16; "
        "Specialist: Sachbearbeiterin (m/w/d) 16; Staff: Bürokauffrau 10; Director: Prokurist 10"
    ),
    ("France", "Belgium", "Luxembourg"): (
        "C-Suite: Directeur général 24; Director: Responsable des achats 14; Owner: Gérant 16; "
        "Specialist: Chargée de clientèle 14; C-Suite: Président-directeur général 10"
    ),
    ("Spain", "Mexico", "Argentina", "Chile", "Colombia"): (
        "C-Suite: Director General 24; Owner: Dueña 14; Manager: Gerente de Compras 16; "
        "Specialist: Técnico de Producción 14"
    ),
    ("Portugal", "Brazil"): "C-Suite: Diretor-Geral 20; Owner: Sócio-Gerente 16; Specialist: Analista Sênior 14",
    ("Italy",): "C-Suite: Amministratore Delegato 24; Director: Responsabile Qualità 16; Owner: Titolare 16",
    ("Poland",): "C-Suite: Prezes Zarządu 24; Specialist: Główna Księgowa 20; Owner: Właściciel 16",
    ("Turkey",): "C-Suite: Genel Müdür 24; Manager: Satış Müdürü 18; Owner: İşletme Sahibi 14",
    ("Sweden",): "C-Suite: Verkställande direktör 24; Manager: Inköpschef 14",
    ("Denmark", "Norway"): "C-Suite: Daglig leder 20; Manager: Indkøbschef 14",
    ("Japan",): "C-Suite: 代表取締役 24; Manager: 営業部長 20; Specialist: エンジニア 16",
    ("China",): "C-Suite: 总经理 24; Manager: 采购经理 18",
    ("Ukraine",): "C-Suite: Генеральний директор 20; Specialist: Головний бухгалтер 14",
    ("Israel",): "C-Suite: מנכ״ל 20",
    ("United Arab Emirates", "Saudi Arabia", "Egypt"): "C-Suite: المدير العام 20; Specialist: مهندس 14",
}


def openings() -> Iterator[Opening]:
    """Every position of the made-up world, each title once."""
    for title, level, function, weight in _EXECUTIVES:
        yield Opening(Position(title, level, "Executive", function), weight)
    for title, short, department, function in _CHIEFS:
        yield Opening(Position(title, "C-Suite", department, function), 5)
        yield Opening(Position(short, "C-Suite", department, function), 6)
    for department, functions in _DEPARTMENTS.items():
        for rank, function in enumerate(functions):
            for pattern, level, weight in _PATTERNS:
                title = pattern.format(f=function)
                yield Opening(Position(title, level, department, function), weight * (3 if rank == 0 else 1))
    for sector, (department, function, text) in _PROFESSIONS.items():
        for title, level, weight in _titles(text):
            yield Opening(Position(title, level, department, function), weight, sector=sector)
    for countries, text in _LOCAL.items():
        for title, level, weight in _titles(text):
            position = Position(title, level, "Executive" if level in {"C-Suite", "Owner"} else None, None)
            yield Opening(position, weight, countries=frozenset(countries))


def _titles(text: str) -> Iterator[tuple[str, str, int]]:
    """(title, level, weight) of each ``level: title weight``."""
    for entry in text.split("; "):
        level, _, rest = entry.partition(": ")
        title, _, weight = rest.rpartition(" ")
        yield title, level, int(weight)
