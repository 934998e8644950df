from .saved_view import SavedView
from .search_word import SearchWord

__all__ = ["SavedView", "SearchWord"]
