/*
 * Sends tasks over WebSocket connections and waits for each answer before the next: a closed loop.
 *
 *     sockets PORT PATH CONNECTIONS SECONDS LIMIT FIRST TASK
 *
 * FIRST is a message whose answer is not counted, such as one that shows a key; it may be empty. TASK is
 * repeated for SECONDS; where it has the id of driver.h, each is given its own. An answer is one message; one
 * that names "errors" failed. Connections that take longer than LIMIT seconds are given up.
 */
#include "driver.h"

#define ROOM 65536

enum { TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };

typedef struct {
  int fd, upgraded, introduced, in_text;
  size_t filled;
  char data[ROOM + 1];
  double began, first;
} connection;

static char *first_message, *task, *handshake;

static void give_up(connection *of) {
  if (of->began) note(of->began, of->first, 0);
  close(of->fd);
  of->fd = -1;
}

/* Sends one masked frame; what is sent is far smaller than a socket's buffer. */
static void transmit(connection *to, int kind, const char *content, size_t length) {
  unsigned char frame[ROOM];
  size_t head = length < 126 ? 2 : 4;
  if (length > ROOM - 8) { fprintf(stderr, "the message is too long\n"); exit(2); }
  frame[0] = 0x80 | kind;
  frame[1] = 0x80 | (length < 126 ? length : 126);
  if (head == 4) { frame[2] = length >> 8; frame[3] = length; }
  memset(frame + head, 0, 4); /* a mask of zeroes leaves the text as it is */
  memcpy(frame + head + 4, content, length);
  if (send(to->fd, frame, head + 4 + length, MSG_NOSIGNAL) != (ssize_t)(head + 4 + length)) give_up(to);
}

static void begin(connection *to) {
  to->began = to->first = 0;
  if (!wanted()) {
    transmit(to, CLOSE, "", 0);
    if (to->fd >= 0) close(to->fd);
    to->fd = -1;
    return;
  }
  char *mark = strstr(task, ID_MARK), own[ROOM];
  snprintf(own, sizeof own, "%s", task);
  if (mark) write_id(own + (mark - task));
  begun++;
  to->began = now();
  transmit(to, TEXT, own, strlen(own));
}

static void answered(connection *by, const char *text, size_t length) {
  int good = !memmem(text, length, "\"errors\"", 8);
  if (!by->introduced) {
    by->introduced = 1;
    if (!good) { fprintf(stderr, "refused: %.*s\n", (int)(length < 500 ? length : 500), text); exit(1); }
  } else {
    if (!good && !failed) fprintf(stderr, "failed: %.*s\n", (int)(length < 500 ? length : 500), text);
    note(by->began, by->first, good);
  }
  begin(by);
}

/* Takes a whole frame from the front; 0 while there is none. */
static size_t frame(connection *of) {
  unsigned char *data = (unsigned char *)of->data;
  if (of->filled < 2) return 0;
  size_t head = 2, length = data[1] & 127;
  if (length == 126) { head = 4; length = data[2] << 8 | data[3]; }
  if (length == 127) {
    head = 10;
    length = 0;
    for (int i = 2; i < 10; i++) length = length << 8 | data[i];
  }
  if (head + length > ROOM) { fprintf(stderr, "an answer is too long\n"); exit(1); }
  if (of->filled < head + length) return 0;
  int kind = data[0] & 15;
  if (kind == CLOSE) { give_up(of); return 0; }
  if (kind == PING) transmit(of, PONG, of->data + head, length);
  if (kind == TEXT) of->in_text = 1;
  if (data[0] & 0x80 && kind <= TEXT && of->in_text) {
    of->in_text = 0;
    answered(of, of->data + head, length);
  }
  return head + length;
}

static void receive(connection *from) {
  ssize_t count = read(from->fd, from->data + from->filled, ROOM - from->filled);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) { give_up(from); return; }
  bytes += count;
  if (from->began && !from->first) from->first = now();
  from->filled += count;
  from->data[from->filled] = 0;
  size_t taken = 0;
  if (!from->upgraded) {
    char *stop = strstr(from->data, "\r\n\r\n");
    if (!stop) return;
    if (strncmp(from->data + 9, "101", 3)) { fprintf(stderr, "no WebSocket: %.200s\n", from->data); exit(1); }
    from->upgraded = 1;
    taken = stop + 4 - from->data;
    from->filled -= taken;
    memmove(from->data, from->data + taken, from->filled);
    from->introduced = !*first_message;
    if (from->introduced) begin(from); else transmit(from, TEXT, first_message, strlen(first_message));
  }
  while (from->fd >= 0 && (taken = frame(from))) {
    from->filled -= taken;
    memmove(from->data, from->data + taken, from->filled);
  }
}

int main(int count, char **words) {
  if (count != 8) { fprintf(stderr, "usage: sockets PORT PATH CONNECTIONS SECONDS LIMIT FIRST TASK\n"); return 2; }
  port = atoi(words[1]);
  int connections = atoi(words[3]), open = connections;
  seconds = atof(words[4]);
  double limit = atof(words[5]);
  first_message = words[6];
  task = words[7];
  size_t length = asprintf(&handshake,
      "GET %s HTTP/1.1\r\nhost: 127.0.0.1:%d\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
      "sec-websocket-version: 13\r\nsec-websocket-key: YmVuY2htYXJrcyBvbmx5IQ==\r\n\r\n", words[2], port);
  poller = epoll_create1(0);
  connection *all = calloc(connections, sizeof *all);
  struct epoll_event ready[256];
  start = now();
  for (int i = 0; i < connections; i++) {
    all[i].fd = open_socket();
    watch(EPOLL_CTL_ADD, all[i].fd, &all[i], EPOLLOUT);
  }
  while (open && now() - start < limit) {
    int events = epoll_wait(poller, ready, 256, 100);
    for (int i = 0; i < events; i++) {
      connection *one = ready[i].data.ptr;
      if (ready[i].events & EPOLLOUT) {
        if (send(one->fd, handshake, length, MSG_NOSIGNAL) != (ssize_t)length) give_up(one);
        else watch(EPOLL_CTL_MOD, one->fd, one, EPOLLIN);
      } else receive(one);
      if (one->fd < 0) open--;
    }
  }
  tell(now() - start);
  return 0;
}
