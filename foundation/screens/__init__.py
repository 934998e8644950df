"""How pages are made: menu, tables, filters, paging, forms, the history of an object."""
