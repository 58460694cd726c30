/*
 * A stand-in for an image API, fast enough never to be what is measured: one thread, and every answer
 * made once and kept in memory.
 *
 *     upstream PORT LARGE.png SMALL.png [same]
 *
 * It answers each request as OpenAI's Images API would. Words in the first 64 kB of a request say how:
 * "picture=large" sends the large picture, "delay=200" waits 200 ms, and "stream":true sends server-sent
 * events: two previews and the picture, the delay spread over the three. "bytes=600" sends 600 bytes of JSON
 * instead; on a WebSocket, for each message. The rest of a long body is read and dropped.
 *
 * No two pictures are the same file, unless "same" is given: each has its number in a text chunk before its
 * end, with the right checksum.
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
#include <sys/uio.h>
#include <unistd.h>

#define REQUEST_MAX 65536
#define TAIL_MAX 512
#define CONSTANT_MAX 65536
#define SERIAL 16 /* digits of a picture's number */

/* What epoll reports on: a client's socket, or its timer. The listening socket has no client. */
typedef struct source { int fd; struct client *client; } source;

/* From "varied" on, each client is sent a copy of its own; 0 when all is the same for all. */
typedef struct { char *at; size_t length, varied; } piece;
typedef struct { int count, large; piece pieces[3]; } answer;

/* The last bytes of a picture, from a place that base64 writes as whole letters: its number and its end. */
typedef struct { unsigned char bytes[64]; size_t length, chunk; } ending;

typedef struct client {
  source socket, timer;
  char request[REQUEST_MAX + 1];
  size_t filled;
  size_t dropped;       /* bytes of the body that are still to come and are not kept */
  const answer *answer; /* being sent, or null */
  int sent, delay;      /* pieces sent; milliseconds before each */
  size_t offset;        /* in the piece being sent */
  char tail[TAIL_MAX];  /* of the piece being sent, where it varies */
  const answer *frames; /* for each message, once it is a WebSocket */
} client;

static int poller;
static int same;
static answer json[2], events[2]; /* by whether the picture is large */
static ending endings[2];
static answer *constants[2][CONSTANT_MAX + 1]; /* by whether they are frames, and by length; made when first asked for */

static void die(const char *what) { perror(what); exit(1); }

static void watch(int operation, source *source, uint32_t what) {
  struct epoll_event event = {.events = what, .data.ptr = source};
  if (epoll_ctl(poller, operation, source->fd, &event)) die("epoll_ctl");
}

/* ---- the answers ---- */

static void encode(const unsigned char *plain, size_t length, char *to) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t i = 0; i < length; i += 3) {
    unsigned bits = plain[i] << 16 | (i + 1 < length ? plain[i + 1] << 8 : 0) | (i + 2 < length ? plain[i + 2] : 0);
    for (int shift = 18; shift >= 0; shift -= 6) *to++ = letters[bits >> shift & 63];
  }
  for (size_t i = length; i % 3; i++) to[(long)(length % 3) - 3 + (long)(i - length)] = '=';
}

static void big_endian(unsigned char *to, unsigned value) {
  for (int i = 0; i < 4; i++) to[i] = value >> (24 - 8 * i);
}

static unsigned crc(const unsigned char *from, size_t length) {
  unsigned sum = ~0u;
  while (length--) {
    sum ^= *from++;
    for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1 ? 0xedb88320u : 0);
  }
  return ~sum;
}

/* Numbers a picture, in its chunk "tEXt" with the keyword "Comment". */
static void number(ending *of, unsigned long serial) {
  unsigned char *chunk = of->bytes + of->chunk;
  char digits[SERIAL + 1];
  snprintf(digits, sizeof digits, "%016lx", serial);
  big_endian(chunk, 8 + SERIAL);
  memcpy(chunk + 4, "tEXtComment", 12);
  memcpy(chunk + 16, digits, SERIAL);
  big_endian(chunk + 16 + SERIAL, crc(chunk + 4, 12 + SERIAL));
}

/* The picture with a number in front of its end chunk, as base64. */
static char *picture(const char *path, ending *end) {
  FILE *file = fopen(path, "rb");
  if (!file) die(path);
  fseek(file, 0, SEEK_END);
  size_t size = ftell(file), before = size - 12;
  rewind(file);
  size_t chunk = same ? 0 : 20 + SERIAL;
  unsigned char *plain = calloc(size + chunk, 1);
  if (fread(plain, 1, size, file) != size) die(path);
  fclose(file);
  memmove(plain + before + chunk, plain + before, 12);
  end->chunk = before % 3;
  end->length = end->chunk + chunk + 12;
  memcpy(end->bytes, plain + before - end->chunk, end->length);
  if (!same) {
    number(end, 0);
    memcpy(plain + before, end->bytes + end->chunk, chunk);
  }
  size_t length = (size + chunk + 2) / 3 * 4;
  char *text = calloc(length + 1, 1);
  encode(plain, size + chunk, text);
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
  return (piece){text, length, 0};
}

#define USAGE "\"usage\":{\"total_tokens\":1066,\"input_tokens\":10,\"output_tokens\":1056,"\
  "\"input_tokens_details\":{\"text_tokens\":10,\"image_tokens\":0}}"

static piece chunk(const char *head, const char *event, const char *tail) {
  return print("%s%zx\r\n%s\r\n%s", head, strlen(event), event, tail);
}

/* Says where a piece begins to differ from one sending to the next. */
static piece vary(piece of, const char *picture, const ending *end) {
  if (same) return of;
  of.varied = strstr(of.at, picture) - of.at + strlen(picture) - (end->length + 2) / 3 * 4;
  if (of.length - of.varied > TAIL_MAX) { errno = E2BIG; die("the end of an answer"); }
  return of;
}

static void prepare(int large, const char *path) {
  ending *end = &endings[large];
  char *text = picture(path, end);
  piece body = print("{\"created\":1767225600,\"background\":\"opaque\",\"data\":[{\"b64_json\":\"%s\"}],"
                     "\"output_format\":\"png\",\"quality\":\"medium\",\"size\":\"1024x1024\"," USAGE "}", text);
  piece whole = print("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n%s",
                      body.length, body.at);
  json[large] = (answer){1, large, {vary(whole, text, end)}};
  events[large].count = 3;
  events[large].large = large;
  for (int i = 0; i < 2; i++) {
    piece event = print("event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\","
                        "\"partial_image_index\":%d,\"b64_json\":\"%s\"}\n\n", i, text);
    events[large].pieces[i] = vary(chunk(i ? "" : "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                                         "transfer-encoding: chunked\r\n\r\n", event.at, ""), text, end);
  }
  piece last = print("event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\","
                     "\"b64_json\":\"%s\"," USAGE "}\n\n", text);
  events[large].pieces[2] = vary(chunk("", last.at, "0\r\n\r\n"), text, end);
}

/* JSON of so many bytes, as an answer or as one frame of a WebSocket. */
static const answer *constant(int framed, size_t length) {
  if (length > CONSTANT_MAX) length = CONSTANT_MAX;
  if (constants[framed][length]) return constants[framed][length];
  int pad = length > 8 ? length - 8 : 0;
  char *padding = malloc(pad + 1);
  memset(padding, 'x', pad);
  padding[pad] = 0;
  piece body = print("{\"a\":\"%s\"}", padding), whole;
  if (framed) {
    char head[] = {(char)0x81, 126, (char)(body.length >> 8), (char)body.length};
    size_t skipped = body.length < 126 ? 2 : 4;
    if (skipped == 2) head[1] = body.length;
    whole = (piece){malloc(skipped + body.length), skipped + body.length, 0};
    memcpy(whole.at, head, skipped);
    memcpy(whole.at + skipped, body.at, body.length);
  } else {
    whole = print("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n%s",
                  body.length, body.at);
  }
  answer *made = calloc(1, sizeof *made);
  *made = (answer){1, 0, {whole}};
  return constants[framed][length] = made;
}

/* ---- a client ---- */

static void leave(client *client) {
  close(client->socket.fd);
  close(client->timer.fd);
  free(client);
}

/* How long the request at the front is, come or not; 0 while its head is not complete. */
static size_t whole(client *client) {
  client->request[client->filled] = 0;
  char *end = strstr(client->request, "\r\n\r\n");
  char *length = end ? strcasestr(client->request, "\r\ncontent-length:") : NULL;
  return end ? end + 4 - client->request + (length && length < end ? strtoul(length + 17, NULL, 10) : 0) : 0;
}

static int send_piece(client *client);

/* Sends the next piece, at once or after the delay. Non-zero when the client is gone. */
static int proceed(client *client) {
  if (!client->delay) return send_piece(client);
  struct itimerspec wait = {.it_value = {client->delay / 1000, client->delay % 1000 * 1000000L}};
  if (timerfd_settime(client->timer.fd, 0, &wait, NULL)) die("timerfd_settime");
  return 0;
}

static int value(const char *text, const char *name) {
  char *at = strstr(text, name);
  return at ? atoi(at + strlen(name)) : -1;
}

/* Chooses the answer to the request at the front, which ends at "length". */
static void choose(client *client, size_t length) {
  char *text = client->request, after = text[length];
  text[length] = 0;
  int delay = value(text, "delay="), large = strstr(text, "picture=large") != NULL, size = value(text, "bytes=");
  static answer upgrade;
  if (strcasestr(text, "\r\nupgrade: websocket")) {
    /* nobody here holds it against the key */
    if (!upgrade.count) upgrade = (answer){1, 0, {print("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
                                                        "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")}};
    client->frames = constant(1, size);
    client->answer = &upgrade;
  } else if (size >= 0) client->answer = constant(0, size);
  else client->answer = strstr(text, "\"stream\":true") ? &events[large] : &json[large];
  client->delay = delay > 0 ? delay / client->answer->count : 0;
  text[length] = after;
}

/* Takes the first message of a WebSocket; 0 while there is none whole. Messages are short and end with a frame. */
static size_t message(client *client) {
  unsigned char *data = (unsigned char *)client->request;
  size_t head = client->filled < 2 || (data[1] & 127) < 126 ? 6 : 8;
  if (client->filled < head) return 0;
  size_t length = head + (head == 6 ? data[1] & 127 : data[2] << 8 | data[3]);
  if (length > client->filled) return 0;
  if ((data[0] & 15) == 1) client->answer = client->frames;
  return length;
}

static int begin(client *client) {
  if (client->answer || client->dropped) return 0;
  size_t length = client->frames ? message(client) : whole(client), kept = length < REQUEST_MAX ? length : REQUEST_MAX;
  if (!length || kept > client->filled) return 0;
  if (!client->frames) choose(client, kept);
  client->sent = 0;
  client->offset = 0;
  client->filled -= kept;
  memmove(client->request, client->request + kept, client->filled);
  client->dropped = length - kept;
  if (!client->answer) return begin(client);
  return client->dropped ? 0 : proceed(client);
}

/* Writes the part that is this client's alone. */
static void number_tail(client *client, const piece *piece) {
  static unsigned long serial;
  if (!serial) serial = (unsigned long)getpid() << 32; /* another run's are others */
  ending *end = &endings[client->answer->large];
  number(end, ++serial);
  memcpy(client->tail, piece->at + piece->varied, piece->length - piece->varied);
  encode(end->bytes, end->length, client->tail);
}

static int send_piece(client *client) {
  const piece *piece = &client->answer->pieces[client->sent];
  size_t shared = piece->varied ? piece->varied : piece->length;
  if (!client->offset && piece->varied) number_tail(client, piece);
  while (client->offset < piece->length) {
    size_t done = client->offset, left = done < shared ? shared - done : 0, own = done > shared ? done - shared : 0;
    struct iovec parts[] = {{piece->at + done, left}, {client->tail + own, piece->length - shared - own}};
    struct msghdr both = {.msg_iov = parts, .msg_iovlen = 2};
    ssize_t count = sendmsg(client->socket.fd, &both, MSG_NOSIGNAL);
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
  static char dropped[1 << 18];
  char *to = client->dropped ? dropped : client->request + client->filled;
  size_t room = client->dropped ? sizeof dropped : REQUEST_MAX - client->filled;
  if (client->dropped && client->dropped < room) room = client->dropped;
  ssize_t count = read(client->socket.fd, to, room);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) { leave(client); return; }
  if (!client->dropped) {
    client->filled += count;
    begin(client);
  } else if (!(client->dropped -= count)) proceed(client);
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
  if (count < 4) { fprintf(stderr, "usage: upstream PORT LARGE.png SMALL.png [same]\n"); return 2; }
  int yes = 1, listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1])),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  signal(SIGPIPE, SIG_IGN);
  same = count > 4;
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
