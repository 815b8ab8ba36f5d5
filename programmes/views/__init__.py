"""Pages of programmes, modules, learning paths and demands."""

from .demand import demand_detail, demand_list
from .learning_path import learning_path_detail, learning_path_list
from .module import module_detail, module_list
from .programme import programme_detail, programme_list

__all__ = [
    "demand_detail",
    "demand_list",
    "learning_path_detail",
    "learning_path_list",
    "module_detail",
    "module_list",
    "programme_detail",
    "programme_list",
]
