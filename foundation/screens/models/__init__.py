from .saved_view import SavedView
from .search_word import SearchTerm, SearchWord

__all__ = ["SavedView", "SearchTerm", "SearchWord"]
