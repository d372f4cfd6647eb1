"""Export profiles of one's own."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from leaddesk.domain.export_profiles import OWN, Profile, plain, profile_of
from leaddesk.workspace.leads.named import cleaned, folded, refuse_taken

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.database import Database


class Profiles:
    """Names are unique; case and white space make no difference. Every method raises what ``Database`` raises."""

    def __init__(self, leads: Database) -> None:
        self._leads = leads

    async def all(self) -> tuple[Profile, ...]:
        """By name. One that this LeadDesk cannot read, written by a later one, is passed over."""
        rows = await self._leads.read(
            lambda connection: connection.execute(
                "SELECT id, name, profile FROM profiles ORDER BY folded_name"
            ).fetchall()
        )
        read = (_read(str(number), str(name), str(kept)) for number, name, kept in rows)
        return tuple(profile for profile in read if profile is not None)

    async def save(self, profile: Profile) -> Profile:
        """Keep it: a new one where its id is only ``own:``, or where it is not there any more. Returns it with its id.

        Its name is not blank (ValueError); NameTaken where another one is called so.
        """

        def change(connection: apsw.Connection) -> Profile:
            name, number = cleaned(profile.name), _number(profile.id)
            refuse_taken(connection, "profiles", name, number)
            kept = json.dumps(plain(replace(profile, id="", name="")), ensure_ascii=False)
            changed = connection.execute(
                "UPDATE profiles SET name = ?, folded_name = ?, profile = ? WHERE id = ? RETURNING id",
                (name, folded(name), kept, number),
            ).fetchone()
            ((number,),) = (
                [changed]
                if changed
                else connection.execute(
                    "INSERT INTO profiles (name, folded_name, profile) VALUES (?, ?, ?) RETURNING id",
                    (name, folded(name), kept),
                )
            )
            return replace(profile, id=f"{OWN}{number}", name=name)

        return await self._leads.write(change)

    async def remove(self, profile_id: str) -> None:
        """Also where it is not there."""
        number = _number(profile_id)
        await self._leads.write(lambda connection: connection.execute("DELETE FROM profiles WHERE id = ?", (number,)))


def _read(number: str, name: str, kept: str) -> Profile | None:
    try:
        return replace(profile_of(json.loads(kept)), id=f"{OWN}{number}", name=name)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _number(profile_id: str) -> int:
    text = profile_id.removeprefix(OWN)
    return int(text) if text.isdigit() else 0
