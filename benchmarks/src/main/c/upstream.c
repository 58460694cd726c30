/*
 * A stand-in for an image API, fast enough never to be what is measured: one thread, and every answer
 * made once and kept in memory.
 *
 *     upstream PORT LARGE.png SMALL.png
 *
 * It answers each POST as OpenAI's Images API would. Words anywhere in the request say how:
 * "picture=large" sends the large picture, "delay=200" waits 200 ms, and "stream":true sends server-sent
 * events: two previews and the picture, the delay spread over the three.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define REQUEST_MAX 65536

/* What epoll reports on: a client's socket, or its timer. The listening socket has no client. */
typedef struct source { int fd; struct client *client; } source;

typedef struct { char *at; size_t length; } piece;
typedef struct { int count; piece pieces[3]; } answer;

typedef struct client {
  source socket, timer;
  char request[REQUEST_MAX + 1];
  size_t filled;
  const answer *answer; /* being sent, or null */
  int sent, delay;      /* pieces sent; milliseconds before each */
  size_t offset;        /* in the piece being sent */
} client;

static int poller;
static answer json[2], events[2]; /* by whether the picture is large */

static void die(const char *what) { perror(what); exit(1); }

static void watch(int operation, source *source, uint32_t what) {
  struct epoll_event event = {.events = what, .data.ptr = source};
  if (epoll_ctl(poller, operation, source->fd, &event)) die("epoll_ctl");
}

/* ---- the answers ---- */

static char *base64(const char *path, size_t *length) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  FILE *file = fopen(path, "rb");
  if (!file) die(path);
  fseek(file, 0, SEEK_END);
  size_t bytes = ftell(file);
  rewind(file);
  unsigned char *plain = calloc(bytes + 3, 1);
  if (fread(plain, 1, bytes, file) != bytes) die(path);
  fclose(file);
  *length = (bytes + 2) / 3 * 4;
  char *text = malloc(*length + 1), *to = text;
  for (size_t i = 0; i < bytes; i += 3) {
    unsigned bits = plain[i] << 16 | plain[i + 1] << 8 | plain[i + 2];
    for (int shift = 18; shift >= 0; shift -= 6) *to++ = letters[bits >> shift & 63];
  }
  for (size_t i = bytes; i % 3; i++) to[bytes % 3 - 3 + (i - bytes)] = '=';
  *to = 0;
  free(plain);
  return text;
}

static piece print(const char *format, ...) {
  va_list arguments;
  char *text;
  va_start(arguments, format);
  int length = vasprintf(&text, format, arguments);
  va_end(arguments);
  if (length < 0) die("memory");
  return (piece){text, length};
}

#define USAGE "\"usage\":{\"total_tokens\":1066,\"input_tokens\":10,\"output_tokens\":1056,"\
  "\"input_tokens_details\":{\"text_tokens\":10,\"image_tokens\":0}}"

static piece chunk(const char *head, const char *event, const char *tail) {
  return print("%s%zx\r\n%s\r\n%s", head, strlen(event), event, tail);
}

static void prepare(int large, const char *path) {
  size_t length;
  char *picture = base64(path, &length);
  piece body = print("{\"created\":1767225600,\"background\":\"opaque\",\"data\":[{\"b64_json\":\"%s\"}],"
                     "\"output_format\":\"png\",\"quality\":\"medium\",\"size\":\"1024x1024\"," USAGE "}", picture);
  json[large] = (answer){1, {print("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n%s",
                                   body.length, body.at)}};
  events[large].count = 3;
  for (int i = 0; i < 2; i++) {
    piece event = print("event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\","
                        "\"partial_image_index\":%d,\"b64_json\":\"%s\"}\n\n", i, picture);
    events[large].pieces[i] = chunk(i ? "" : "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                                    "transfer-encoding: chunked\r\n\r\n", event.at, "");
  }
  piece last = print("event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\","
                     "\"b64_json\":\"%s\"," USAGE "}\n\n", picture);
  events[large].pieces[2] = chunk("", last.at, "0\r\n\r\n");
}

/* ---- a client ---- */

static void leave(client *client) {
  close(client->socket.fd);
  close(client->timer.fd);
  free(client);
}

/* How long the complete request at the front is; 0 while it is not complete. */
static size_t complete(client *client) {
  client->request[client->filled] = 0;
  char *end = strstr(client->request, "\r\n\r\n");
  char *length = end ? strcasestr(client->request, "\r\ncontent-length:") : NULL;
  size_t whole = end ? end + 4 - client->request + (length && length < end ? strtoul(length + 17, NULL, 10) : 0) : 0;
  return whole && whole <= client->filled ? whole : 0;
}

static int send_piece(client *client);

/* Sends the next piece, at once or after the delay. Non-zero when the client is gone. */
static int proceed(client *client) {
  if (!client->delay) return send_piece(client);
  struct itimerspec wait = {.it_value = {client->delay / 1000, client->delay % 1000 * 1000000L}};
  if (timerfd_settime(client->timer.fd, 0, &wait, NULL)) die("timerfd_settime");
  return 0;
}

static int begin(client *client) {
  size_t length = complete(client);
  if (client->answer || !length) return 0;
  char *text = client->request, after = text[length];
  text[length] = 0;
  char *delay = strstr(text, "delay=");
  int large = strstr(text, "picture=large") != NULL;
  client->answer = strstr(text, "\"stream\":true") ? &events[large] : &json[large];
  client->delay = delay ? atoi(delay + 6) / client->answer->count : 0;
  client->sent = 0;
  client->offset = 0;
  text[length] = after;
  client->filled -= length;
  memmove(text, text + length, client->filled);
  return proceed(client);
}

static int send_piece(client *client) {
  const piece *piece = &client->answer->pieces[client->sent];
  while (client->offset < piece->length) {
    ssize_t count = send(client->socket.fd, piece->at + client->offset, piece->length - client->offset, MSG_NOSIGNAL);
    if (count < 0 && errno == EAGAIN) { watch(EPOLL_CTL_MOD, &client->socket, EPOLLIN | EPOLLOUT); return 0; }
    if (count < 0) { leave(client); return 1; }
    client->offset += count;
  }
  client->offset = 0;
  if (++client->sent < client->answer->count) return proceed(client);
  client->answer = NULL;
  return begin(client);
}

static void receive(client *client) {
  ssize_t count = read(client->socket.fd, client->request + client->filled, REQUEST_MAX - client->filled);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) { leave(client); return; }
  client->filled += count;
  begin(client);
}

static void arrive(int listening) {
  int fd, yes = 1;
  while ((fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    client *client = calloc(1, sizeof *client);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    client->socket = (source){fd, client};
    client->timer = (source){timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK), client};
    watch(EPOLL_CTL_ADD, &client->socket, EPOLLIN);
    watch(EPOLL_CTL_ADD, &client->timer, EPOLLIN);
  }
}

static void handle(source *source, uint32_t what) {
  client *client = source->client;
  if (!client) { arrive(source->fd); return; }
  if (source == &client->timer) {
    uint64_t times;
    if (read(source->fd, &times, sizeof times) > 0) send_piece(client);
    return;
  }
  if (what & EPOLLOUT) {
    watch(EPOLL_CTL_MOD, source, EPOLLIN);
    if (client->answer && send_piece(client)) return;
  }
  if (what & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(client);
}

int main(int count, char **words) {
  if (count != 4) { fprintf(stderr, "usage: upstream PORT LARGE.png SMALL.png\n"); return 2; }
  int yes = 1, listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1])),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  signal(SIGPIPE, SIG_IGN);
  prepare(1, words[2]);
  prepare(0, words[3]);
  setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(listening, (struct sockaddr *)&address, sizeof address) || listen(listening, 4096)) die("listen");
  poller = epoll_create1(0);
  source door = {listening, NULL};
  watch(EPOLL_CTL_ADD, &door, EPOLLIN);
  struct epoll_event ready[1]; /* one at a time: a client that leaves takes its other source with it */
  while (epoll_wait(poller, ready, 1, -1) > 0 || errno == EINTR) handle(ready[0].data.ptr, ready[0].events);
}
