"""Writing over REST: JSON becomes what a person would have typed in the sheet of the kind, and is saved as pages save it.

Source: docs/adr/0020-writing-through-the-sheets.md.
"""
