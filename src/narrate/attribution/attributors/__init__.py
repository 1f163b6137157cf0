"""The attributors that narrate ships, one file each; nothing imports them by name but their entry points."""
