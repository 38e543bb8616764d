/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Swift's runtime looks for the arguments of the process as it is loaded, for which it reads all of /proc/self/maps. Wireshark has
 * hundreds of lines there, and a plugin has no arguments: what stands here takes the place of that part of the static library. */

char **_swift_stdlib_getUnsafeArgvArgc(int *count);

char **_swift_stdlib_getUnsafeArgvArgc(int *count)
{
    static char *none[] = {(char *)0};
    *count = 0;
    return none;
}
