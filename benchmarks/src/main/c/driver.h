/*
 * What the drivers of load share: a clock, the times of what ended, requests that differ in an id, and
 * what is printed at the end. Each driver is one file that includes this one.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Stands for an id that no two requests have in common, a UUID of version 4. */
#define ID_MARK "00000000-0000-4000-8000-000000000000"
#define ID_LENGTH 36

static int poller, port;
static double start, seconds;
static long total, begun, ended, failed, capacity;
static unsigned long bytes;
static float *whole_times, *first_times;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

/* Whether another request is to begin. */
static int wanted(void) { return seconds > 0 ? now() - start < seconds : begun < total; }

static int open_socket(void) {
  int yes = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  connect(fd, (struct sockaddr *)&address, sizeof address);
  return fd;
}

static void watch(int operation, int fd, void *who, uint32_t what) {
  struct epoll_event event = {.events = what, .data.ptr = who};
  epoll_ctl(poller, operation, fd, &event);
}

/* Writes an id that was never written before, by this process or another. */
static void write_id(char *at) {
  static unsigned process, count;
  char id[ID_LENGTH + 1];
  if (!process) process = (unsigned)getpid() ^ (unsigned)(now() * 1e6);
  snprintf(id, sizeof id, "%08x-0000-4000-8000-%04x%08x", process, getpid() & 0xffff, ++count);
  memcpy(at, id, ID_LENGTH);
}

/* Notes one answer, by when its request and its first byte were. */
static void note(double began, double first, int good) {
  if (ended == capacity) {
    capacity = capacity ? 2 * capacity : 4096;
    whole_times = realloc(whole_times, capacity * sizeof *whole_times);
    first_times = realloc(first_times, capacity * sizeof *first_times);
  }
  double at = now();
  whole_times[ended] = (at - began) * 1e3;
  first_times[ended] = ((first ? first : at) - began) * 1e3;
  ended++;
  failed += !good;
}

static int ascending(const void *a, const void *b) {
  float left = *(const float *)a, right = *(const float *)b;
  return (left > right) - (left < right);
}

static double at(float *times, double part) { return ended ? times[(long)((ended - 1) * part)] : 0; }

/* Prints name=value lines; what never ended failed. Times are milliseconds. */
static void tell(double took) {
  qsort(whole_times, ended, sizeof *whole_times, ascending);
  qsort(first_times, ended, sizeof *first_times, ascending);
  printf("requests=%ld\nfailed=%ld\nseconds=%.3f\nbytes=%lu\np50=%.2f\np99=%.2f\nmax=%.2f\nfirst50=%.2f\n", ended,
         failed + (begun - ended), took, bytes, at(whole_times, .5), at(whole_times, .99), at(whole_times, 1),
         at(first_times, .5));
}
