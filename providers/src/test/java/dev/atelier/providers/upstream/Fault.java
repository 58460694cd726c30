package dev.atelier.providers.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.testkit.ScriptedHttp.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/**
 * What goes wrong with one request to a fake. Those that answer in the service's place leave the
 * request undone, unless {@link #afterwards}; the others do it, and spoil its answer.
 */
@FunctionalInterface
public interface Fault {
  /**
   * @param work does what the request asks for, and gives the usual answer to it
   */
  void answer(Work work, Reply reply) throws IOException;

  /** The same after the request was done: its answer is lost. */
  default Fault afterwards() {
    return (work, reply) -> {
      work.done();
      answer(work, reply);
    };
  }

  /** Nothing: for the requests before the one that goes wrong. */
  static Fault none() {
    return (work, reply) -> work.done().send(reply);
  }

  /** Undone, the connection ends by a reset before any answer. */
  static Fault reset() {
    return (_, reply) -> reply.reset();
  }

  /** Done; the connection ends by a reset after so many bytes of the body. */
  static Fault resetAt(int bytes) {
    return (work, reply) -> {
      partly(work.done(), bytes, reply);
      reply.reset();
    };
  }

  /** Done; the connection is closed after so many bytes of the body. */
  static Fault cutAt(int bytes) {
    return (work, reply) -> {
      partly(work.done(), bytes, reply);
      reply.close();
    };
  }

  private static void partly(UsualAnswer usual, int bytes, Reply reply) throws IOException {
    usual.begin(reply);
    if (bytes > 0) {
      reply.chunk(Arrays.copyOf(usual.body(), bytes));
    }
  }

  /** Done; a stream ends properly without its last event. */
  static Fault withoutEnd() {
    return (work, reply) -> {
      UsualAnswer usual = work.done();
      usual.begin(reply);
      for (byte[] block : usual.blocks().subList(0, usual.blocks().size() - 1)) {
        reply.chunk(block);
      }
      reply.lastChunk();
    };
  }

  /** Done; every event of a stream comes twice. */
  static Fault doubled() {
    return (work, reply) -> {
      UsualAnswer usual = work.done();
      var twice = new ArrayList<byte[]>();
      usual.blocks().forEach(block -> twice.addAll(List.of(block, block)));
      usual.with(twice).send(reply);
    };
  }

  /** Done; so many bytes of the body come and then no more while the connection stands. */
  static Fault stalledAt(int bytes, CountDownLatch begun) {
    return (work, reply) -> {
      partly(work.done(), bytes, reply);
      begun.countDown();
    };
  }

  /** Undone and not answered while the connection stands. */
  static Fault silence(CountDownLatch asked) {
    return (_, _) -> asked.countDown();
  }

  /** Done, and answered so much later. */
  static Fault delayed(Duration time) {
    return (work, reply) -> {
      UsualAnswer usual = work.done();
      pause(time);
      usual.send(reply);
    };
  }

  /** Done, and answered once it is released, after a minute at most. */
  static Fault held(CountDownLatch done, CountDownLatch released) {
    return (work, reply) -> {
      UsualAnswer usual = work.done();
      done.countDown();
      await(released);
      usual.send(reply);
    };
  }

  /** Done; the first block of a stream is sent, the rest once it is released. */
  static Fault heldAfterFirst(CountDownLatch released) {
    return (work, reply) -> {
      UsualAnswer usual = work.done();
      usual.begin(reply);
      reply.chunk(usual.blocks().getFirst());
      await(released);
      for (byte[] block : usual.blocks().subList(1, usual.blocks().size())) {
        reply.chunk(block);
      }
      reply.lastChunk();
    };
  }

  /** Done; the answer comes byte by byte with a pause before each. */
  static Fault dripping(Duration each) {
    return (work, reply) -> {
      UsualAnswer usual = work.done();
      usual.begin(reply);
      for (byte one : usual.body()) {
        reply.chunk(new byte[] {one});
        pause(each);
      }
      reply.lastChunk();
    };
  }

  /** Done; the answer begins as it should and never ends. */
  static Fault endless(String filler) {
    return (work, reply) -> {
      UsualAnswer usual = work.done();
      byte[] body = usual.body();
      usual.begin(reply);
      reply.chunk(Arrays.copyOf(body, 1));
      byte[] block = filler.repeat((8 << 10) / filler.length() + 1).getBytes(UTF_8);
      while (true) { // until whoever reads it has enough
        reply.chunk(block);
      }
    };
  }

  /**
   * Done; so many bytes of JSON stand before the first member of the answer.
   *
   * @param sent counts those that were taken
   */
  static Fault preceded(long bytes, AtomicLong sent) {
    return (work, reply) -> {
      UsualAnswer usual = work.done();
      usual.begin(reply);
      reply.chunk("{\"debug\":\"");
      byte[] block = "x".repeat(64 << 10).getBytes(UTF_8);
      while (sent.get() < bytes) {
        reply.chunk(block);
        sent.addAndGet(block.length);
      }
      byte[] body = usual.body();
      reply.chunk("\",");
      reply.chunk(Arrays.copyOfRange(body, 1, body.length));
      reply.lastChunk();
    };
  }

  /** Done; blanks come first, as from a server that keeps a connection alive. */
  static Fault afterBlanks(int count) {
    return (work, reply) -> {
      UsualAnswer usual = work.done();
      usual.begin(reply);
      for (int i = 0; i < count; i++) {
        reply.chunk(i % 2 == 0 ? " " : "\n");
      }
      reply.chunk(usual.body());
      reply.lastChunk();
    };
  }

  /** Undone; headers as name, value, name, value. */
  static Fault json(int status, String body, String... headers) {
    return (_, reply) -> reply.json(status, body, headers);
  }

  /** Undone; the page of a proxy. */
  static Fault page(int status) {
    return (_, reply) ->
        reply.bytes(status, "text/html", "<html><h1>Bad gateway</h1></html>".getBytes(UTF_8));
  }

  /** Undone; the JSON of an error comes compressed, though nobody asked for that. */
  static Fault gzipped(int status, String body) {
    return (_, reply) -> {
      var packed = new ByteArrayOutputStream();
      try (var gzip = new GZIPOutputStream(packed)) {
        gzip.write(body.getBytes(UTF_8));
      }
      reply.bytes(status, "application/json", packed.toByteArray(), "Content-Encoding", "gzip");
    };
  }

  /** Undone. */
  static Fault redirect(URI to) {
    return (_, reply) -> reply.bytes(307, "text/plain", new byte[0], "Location", to.toString());
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(1, TimeUnit.MINUTES)) {
        throw new IOException("never released");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void pause(Duration time) throws IOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** One request's work, done at most once. */
  @FunctionalInterface
  interface Work {
    UsualAnswer done() throws IOException;
  }
}
