"""Widgets that several tabs share: cards, marked buttons, chips, the lead table, progress, the export dialog.

They know the theme, the domain's types and what is passed to them, never a page or a provider.
"""
