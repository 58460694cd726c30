/*
 * Sends the same request over many connections and waits for each answer before the next: a closed loop.
 *
 *     load PORT METHOD PATH CONNECTIONS SECONDS TOTAL LIMIT BODY [HEADER...]
 *
 * Begins requests for SECONDS, or TOTAL requests where SECONDS is 0, and gives up after LIMIT seconds. BODY
 * is sent as it is, or is "@FILE", or empty. Where the request has the id of driver.h, each sends its own.
 * Prints name=value lines; times are milliseconds. "first" is the time to the first byte of an answer.
 */
#include "driver.h"

#define HEAD_MAX 8192
#define OPENED_AT_ONCE 100 /* every 10 ms, so that no listen queue overflows */

typedef struct {
  int fd, in_body, chunked, closing;
  long missing;       /* bytes of the body, where its length was told */
  size_t sent, head_length, tail_length;
  char head[HEAD_MAX + 1], tail[8], *request;
  double began, first;
} connection;

static char *request;
static size_t request_length;
static char *id_mark; /* in the request, or null */
static int status_bad;

static void begin(connection *to) {
  if (!wanted()) {
    if (to->fd >= 0) close(to->fd);
    to->fd = -1;
    return;
  }
  begun++;
  int fd = to->fd;
  char *own = to->request;
  memset(to, 0, sizeof *to);
  to->fd = fd;
  to->missing = -1;
  to->request = own ? own : id_mark ? memcpy(malloc(request_length), request, request_length) : request;
  if (id_mark) write_id(to->request + (id_mark - request));
  to->began = now();
  if (fd < 0) watch(EPOLL_CTL_ADD, to->fd = open_socket(), to, EPOLLIN | EPOLLOUT);
  else watch(EPOLL_CTL_MOD, fd, to, EPOLLIN | EPOLLOUT);
}

static void end(connection *of, int good) {
  note(of->began, of->first, good);
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
  ssize_t count = send(to->fd, to->request + to->sent, request_length - to->sent, MSG_NOSIGNAL);
  if (count < 0 && errno != EAGAIN) { end(to, 0); return; }
  if (count > 0) to->sent += count;
  if (to->sent == request_length) watch(EPOLL_CTL_MOD, to->fd, to, EPOLLIN);
}

/* The body, which may hold any byte; its length goes to the second argument. */
static char *read_body(char *word, size_t *length) {
  *length = strlen(word);
  if (word[0] != '@') return word;
  FILE *file = fopen(word + 1, "rb");
  if (!file) { perror(word + 1); exit(1); }
  fseek(file, 0, SEEK_END);
  *length = ftell(file);
  rewind(file);
  char *body = malloc(*length + 1);
  if (fread(body, 1, *length, file) != *length) { perror(word + 1); exit(1); }
  fclose(file);
  return body;
}

static void prepare(const char *method, const char *path, char *word, int count, char **headers) {
  size_t length;
  char *body = read_body(word, &length), lines[HEAD_MAX] = "", *head;
  int typed = !length;
  for (int i = 0; i < count; i++) {
    typed |= !strncasecmp(headers[i], "content-type:", 13);
    strncat(strncat(lines, headers[i], 1024), "\r\n", 3);
  }
  int head_length = asprintf(&head, "%s %s HTTP/1.1\r\nhost: 127.0.0.1:%d\r\n%s%s", method, path, port,
                             typed ? "" : "content-type: application/json\r\n", lines);
  char size[64];
  int size_length = !strcmp(method, "GET") ? sprintf(size, "\r\n") : sprintf(size, "content-length: %zu\r\n\r\n", length);
  request_length = head_length + size_length + length;
  request = malloc(request_length);
  memcpy(request, head, head_length);
  memcpy(request + head_length, size, size_length);
  memcpy(request + head_length + size_length, body, length);
  id_mark = memmem(request, request_length, ID_MARK, ID_LENGTH);
}

int main(int count, char **words) {
  if (count < 9) {
    fprintf(stderr, "usage: load PORT METHOD PATH CONNECTIONS SECONDS TOTAL LIMIT BODY [HEADER...]\n");
    return 2;
  }
  port = atoi(words[1]);
  int connections = atoi(words[4]), opened = 0;
  seconds = atof(words[5]);
  total = atol(words[6]);
  double limit = atof(words[7]), next = 0;
  prepare(words[2], words[3], words[8], count - 9, words + 9);
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
  tell(now() - start);
  return 0;
}
