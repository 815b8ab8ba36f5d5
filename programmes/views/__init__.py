"""Pages of programmes, modules, learning paths, offerings and demands."""

from .demand import demand_add, demand_detail, demand_edit, demand_list
from .learning_path import learning_path_add, learning_path_detail, learning_path_edit, learning_path_list
from .module import module_add, module_detail, module_edit, module_list
from .offering import module_offering_add, offering_add, offering_edit
from .partnership import partnership_programmes
from .programme import programme_add, programme_detail, programme_edit, programme_list

__all__ = [
    "demand_add",
    "demand_detail",
    "demand_edit",
    "demand_list",
    "learning_path_add",
    "learning_path_detail",
    "learning_path_edit",
    "learning_path_list",
    "module_add",
    "module_detail",
    "module_edit",
    "module_list",
    "module_offering_add",
    "offering_add",
    "offering_edit",
    "partnership_programmes",
    "programme_add",
    "programme_detail",
    "programme_edit",
    "programme_list",
]
