from __future__ import annotations
import asyncio, csv, random
from pathlib import Path
from PySide6.QtWidgets import QApplication
from leaddesk.domain.imports import ImportPlan
from leaddesk.domain.lead_views import View, Condition, Test
from leaddesk.ui import theme
from tests.ui.until import until
O="/tmp/stranger/"
async def rest(n=25):
    for _ in range(n): await asyncio.sleep(0.02)
def write(path, n):
    r=random.Random(3)
    with path.open("w", newline="", encoding="utf-8") as f:
        w = csv.writer(f); w.writerow(["Name","Company","E-mail","Phone","Country","Job title","Level","Industry","City","ZIP","Employees","LinkedIn","Shoe size"])
        for i in range(n):
            nm=r.choice(["Katharina Brandstätter","Jürgen Weiß","Li Na","Mohammed Ali","Ana Costa","Emil Sørensen","Grace O’Donnell"]); c=r.choice(["Alpwerk AG","Elbe Antriebe GmbH","Hofmann Präzision","Fjordbank","Sable & Finch Ltd"])+f" {i%900}"
            if i==5: nm="Maximiliane-Alexandra von Hohenstein-Wittgenstein zu Schwarzenberg-Liechtenfels"; c="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH"
            w.writerow([nm+f" {i//700}" if i%9 else nm, c, f"p{i}@{c.split()[0].lower()}{i%900}.example" if i%50!=7 else "broken at example", f"+49 30 {i:06}", r.choice(["Germany","Germany","Austria","Switzerland","France"]), r.choice(["Head of Procurement","VP Sales","Buyer"]), r.choice(["Director","VP","C-Level"]), r.choice(["Machinery","Logistics"]), "Linz", f"0{i%9999:04}", "201-500", f"https://linkedin.com/in/p{i}", str(i % 40)])
def grab(w, name):
    w.grab().save(O+name+".png")
def tops(win): return [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not win]
async def test_spin(desktops, tmp_path: Path, qapp) -> None:
    async with desktops() as open_desktop:
        d = await open_desktop(settings={})
        win=d.session.window
        acts = d.session.desk.actions
        win.resize(1280,800)
        win.show_tab("leads-tab") if hasattr(win,"show_tab") else None
        await rest(30)
        grab(win,"empty")
        path = tmp_path / "fairs-2026.csv"; write(path, 60)
        d.session.import_files([path]); await rest(50)
        for w in tops(win):
            print(type(w).__name__, w.geometry(), win.geometry()); grab(w,"import")
        dlg=tops(win)[0]
        from PySide6.QtWidgets import QPushButton
        for b in dlg.findChildren(QPushButton): print(b.objectName(), b.text(), b.isEnabled(), b.isDefault())
        [b for b in dlg.findChildren(QPushButton) if b.isDefault()][0].click()
        await rest(60); grab(win,"after_import")
        for i in range(12):
            await rest(50)
            print(i, [ (type(x).__name__, x.objectName()) for x in win.findChildren(__import__("PySide6.QtWidgets").QtWidgets.QWidget) if x.isVisible() and "notice" in x.objectName().lower()])
        grab(win,"after_import12")
        d.session.commands.action("details").trigger(); await rest(40); grab(win,"details")
        win.resize(1000,640); await rest(); grab(win,"small")
        d.session.import_files([path]); await rest(50)
        for w in tops(win): print(type(w).__name__, w.geometry(), win.geometry()); grab(w,"import_small"); w.close()
        await rest()
        page = win.page("leads-tab"); page.export(); await rest(60)
        for w in tops(win): print(type(w).__name__, w.geometry(), win.geometry()); grab(w,"export_small"); w.close()
