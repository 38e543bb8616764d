/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For dladdr. */
#define _GNU_SOURCE
/* The header below uses its types without including it. */
#include <glib.h>

#include "compat.h"
#include "wireshark_host.h"

#include <dlfcn.h>
#include <wsutil/filesystem.h>

/* Where files lie that the plugin reads when Wireshark starts. Nothing here is ever freed. */

const char *wh_personal_folder(const char *name)
{
    return get_persconffile_path(name, false);
}

const char *wh_global_folder(const char *name)
{
    return g_build_filename(get_datafile_dir(), name, NULL);
}

const char *wh_plugin_folder(const char *name)
{
    Dl_info info;
    if (dladdr((const void *)&wh_plugin_folder, &info) == 0 || !info.dli_fname) {
        return "";
    }
    char *folder = g_path_get_dirname(info.dli_fname);
    return g_build_filename(folder, name, NULL);
}
