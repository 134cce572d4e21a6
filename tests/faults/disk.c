/* A disk that can fail: preloaded into a server, it replaces fsync, fdatasync and rename.

   It appends "sync PATH" or "rename PATH" to $FAULTY_DISK/log. While $FAULTY_DISK/fails exists,
   fsync and fdatasync return EIO and do nothing. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *in_folder(char *path, const char *name)
{
    const char *folder = getenv("FAULTY_DISK");
    snprintf(path, PATH_MAX, "%s/%s", folder ? folder : "/nonexistent", name);
    return path;
}

static void note(const char *what, const char *which)
{
    char path[PATH_MAX], line[PATH_MAX + 16];
    int length = snprintf(line, sizeof line, "%s %s\n", what, which);
    int log = open(in_folder(path, "log"), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    if (log >= 0) {
        if (write(log, line, length) != length)
            abort();
        close(log);
    }
}

static int synced(int descriptor, const char *function)
{
    char link[64], path[PATH_MAX], switched[PATH_MAX];
    int (*real)(int) = dlsym(RTLD_NEXT, function);
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = 0;
    if (access(in_folder(switched, "fails"), F_OK) == 0) {
        note("failed", path);
        errno = EIO;
        return -1;
    }
    int status = real(descriptor);
    note("sync", path);
    return status;
}

int fsync(int descriptor) { return synced(descriptor, "fsync"); }
int fdatasync(int descriptor) { return synced(descriptor, "fdatasync"); }

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    int status = real(from, to);
    if (status == 0)
        note("rename", to);
    return status;
}
