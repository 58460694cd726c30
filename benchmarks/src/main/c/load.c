/*
 * Sends the same POST over many connections and waits for each answer before the next: a closed loop.
 *
 *     load PORT PATH CONNECTIONS SECONDS TOTAL LIMIT BODY [HEADER...]
 *
 * Begins requests for SECONDS, or TOTAL requests where SECONDS is 0, and gives up after LIMIT seconds.
 * Prints name=value lines; times are milliseconds. "first" is the time to the first byte of an answer.
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

#define HEAD_MAX 8192
#define OPENED_AT_ONCE 100 /* every 10 ms, so that no listen queue overflows */

typedef struct {
  int fd, in_body, chunked, closing;
  long missing;       /* bytes of the body, where its length was told */
  size_t sent, head_length, tail_length;
  char head[HEAD_MAX + 1], tail[8];
  double began, first;
} connection;

static char *request;
static size_t request_length;
static int poller, port, status_bad;
static double start, seconds;
static long total, begun, ended, failed, capacity;
static unsigned long bytes;
static float *whole_times, *first_times;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void watch(int operation, connection *to, uint32_t what) {
  struct epoll_event event = {.events = what, .data.ptr = to};
  epoll_ctl(poller, operation, to->fd, &event);
}

static void connect_to(connection *to) {
  int yes = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  to->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  setsockopt(to->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  connect(to->fd, (struct sockaddr *)&address, sizeof address);
  watch(EPOLL_CTL_ADD, to, EPOLLIN | EPOLLOUT);
}

static void begin(connection *to) {
  if (seconds > 0 ? now() - start >= seconds : begun >= total) {
    if (to->fd >= 0) close(to->fd);
    to->fd = -1;
    return;
  }
  begun++;
  int fd = to->fd;
  memset(to, 0, sizeof *to);
  to->fd = fd;
  to->missing = -1;
  to->began = now();
  if (fd < 0) connect_to(to); else watch(EPOLL_CTL_MOD, to, EPOLLIN | EPOLLOUT);
}

static void end(connection *of, int good) {
  if (ended == capacity) {
    capacity = capacity ? 2 * capacity : 4096;
    whole_times = realloc(whole_times, capacity * sizeof *whole_times);
    first_times = realloc(first_times, capacity * sizeof *first_times);
  }
  whole_times[ended] = (now() - of->began) * 1e3;
  first_times[ended] = ((of->first ? of->first : now()) - of->began) * 1e3;
  ended++;
  failed += !good;
  if (!good || of->closing) {
    close(of->fd);
    of->fd = -1;
  }
  begin(of);
}

/* Reads the head's end out of what came; returns how much of it was head, or -1 while it goes on. */
static long head(connection *of, const char *data, size_t length) {
  size_t before = of->head_length, room = HEAD_MAX - before, taken = length < room ? length : room;
  memcpy(of->head + before, data, taken);
  of->head_length += taken;
  of->head[of->head_length] = 0;
  char *stop = strstr(of->head, "\r\n\r\n");
  if (!stop) return -1;
  *stop = 0;
  char *told = strcasestr(of->head, "\ncontent-length:");
  if (told) of->missing = atol(told + 16);
  of->chunked = strcasestr(of->head, "\ntransfer-encoding: chunked") != NULL;
  of->closing = strcasestr(of->head, "\nconnection: close") != NULL;
  status_bad = of->head[9] != '2';
  of->in_body = 1;
  return stop + 4 - of->head - before;
}

/* Whether the last bytes of a chunked body, "CRLF 0 CRLF CRLF", have come. */
static int last_chunk(connection *of, const char *data, size_t length) {
  char recent[16];
  size_t tail = length < 7 ? length : 7;
  memcpy(recent, of->tail, of->tail_length);
  memcpy(recent + of->tail_length, data + length - tail, tail);
  size_t have = of->tail_length + tail, keep = have < 7 ? have : 7;
  if (tail == 7) memcpy(recent + have - 7, data + length - 7, 7);
  memcpy(of->tail, recent + have - keep, keep);
  of->tail_length = keep;
  return keep == 7 && !memcmp(of->tail, "\r\n0\r\n\r\n", 7);
}

static void receive(connection *from) {
  static char block[1 << 18];
  for (;;) {
    ssize_t count = read(from->fd, block, sizeof block);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) { from->closing = 1; end(from, 0); return; }
    bytes += count;
    if (!from->first) from->first = now();
    const char *data = block;
    if (!from->in_body) {
      long skipped = head(from, data, count);
      if (skipped < 0) continue;
      data += skipped;
      count -= skipped;
      if (status_bad) { from->closing = 1; end(from, 0); return; }
    }
    if (from->missing >= 0) from->missing -= count;
    if (from->chunked ? count && last_chunk(from, data, count) : from->missing == 0) { end(from, 1); return; }
  }
}

static void transmit(connection *to) {
  ssize_t count = send(to->fd, request + to->sent, request_length - to->sent, MSG_NOSIGNAL);
  if (count < 0 && errno != EAGAIN) { end(to, 0); return; }
  if (count > 0) to->sent += count;
  if (to->sent == request_length) watch(EPOLL_CTL_MOD, to, EPOLLIN);
}

static int ascending(const void *a, const void *b) {
  float left = *(const float *)a, right = *(const float *)b;
  return (left > right) - (left < right);
}

static double at(float *times, double part) { return ended ? times[(long)((ended - 1) * part)] : 0; }

int main(int count, char **words) {
  if (count < 8) { fprintf(stderr, "usage: load PORT PATH CONNECTIONS SECONDS TOTAL LIMIT BODY [HEADER...]\n"); return 2; }
  port = atoi(words[1]);
  int connections = atoi(words[3]), opened = 0;
  seconds = atof(words[4]);
  total = atol(words[5]);
  double limit = atof(words[6]), next = 0;
  char headers[HEAD_MAX] = "";
  for (int i = 8; i < count; i++) strncat(strncat(headers, words[i], 1024), "\r\n", 3);
  request_length = asprintf(&request,
      "POST %s HTTP/1.1\r\nhost: 127.0.0.1:%d\r\ncontent-type: application/json\r\n%scontent-length: %zu\r\n\r\n%s",
      words[2], port, headers, strlen(words[7]), words[7]);
  poller = epoll_create1(0);
  connection *all = calloc(connections, sizeof *all);
  struct epoll_event ready[256];
  start = now();
  while (opened < connections || ended < begun) {
    if (now() - start > limit) break;
    if (opened < connections && now() >= next) {
      for (int i = 0; i < OPENED_AT_ONCE && opened < connections; i++) { all[opened].fd = -1; begin(&all[opened++]); }
      next = now() + 0.01;
    }
    int events = epoll_wait(poller, ready, 256, opened < connections ? 5 : 100);
    for (int i = 0; i < events; i++) {
      connection *one = ready[i].data.ptr;
      if (one->fd >= 0 && ready[i].events & EPOLLOUT && one->sent < request_length) transmit(one);
      if (one->fd >= 0 && ready[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP)) receive(one);
    }
  }
  double took = now() - start;
  qsort(whole_times, ended, sizeof *whole_times, ascending);
  qsort(first_times, ended, sizeof *first_times, ascending);
  printf("requests=%ld\nfailed=%ld\nseconds=%.3f\nbytes=%lu\np50=%.2f\np99=%.2f\nmax=%.2f\nfirst50=%.2f\n", ended,
         failed + (begun - ended), took, bytes, at(whole_times, .5), at(whole_times, .99), at(whole_times, 1),
         at(first_times, .5));
  return 0;
}
