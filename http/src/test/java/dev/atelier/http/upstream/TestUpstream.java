package dev.atelier.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.testkit.ScriptedHttp;
import dev.atelier.testkit.ScriptedHttp.Received;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** A server that answers as a test tells it to, over either HTTP. */
interface TestUpstream extends AutoCloseable {
  static TestUpstream start(HttpVersion version, Script script) {
    return switch (version) {
      case HTTP_1_1 ->
          new OverHttp1(
              ScriptedHttp.start((got, reply) -> script.answer(got, new Http1Answer(reply))));
      case HTTP_2 -> ScriptedHttp2.start(script::answer);
    };
  }

  /** Such as {@code http://127.0.0.1:4711}. */
  URI uri();

  /** Every request so far, in the order they were read. */
  List<Received> received();

  @Override
  void close();

  /** Answers one request. */
  @FunctionalInterface
  interface Script {
    void answer(Received request, Answer answer) throws IOException;
  }

  /** What is written back; headers as name, value, name, value. */
  interface Answer {
    default void json(int status, String body, String... headers) throws IOException {
      bytes(status, "application/json", body.getBytes(UTF_8), headers);
    }

    void bytes(int status, String type, byte[] body, String... headers) throws IOException;

    /** The head of an answer of no said length. */
    void open(int status, String type) throws IOException;

    void block(String text) throws IOException;

    void end() throws IOException;

    /** Five bytes of an answer that says it has ten. */
    void half() throws IOException;

    /** Breaks this call off. */
    void reset() throws IOException;

    /** Closes the connection. */
    void close() throws IOException;
  }

  /** By {@link ScriptedHttp}. */
  record OverHttp1(ScriptedHttp server) implements TestUpstream {
    @Override
    public URI uri() {
      return server.uri();
    }

    @Override
    public List<Received> received() {
      return server.received();
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** Of {@link ScriptedHttp}. */
  record Http1Answer(ScriptedHttp.Reply reply) implements Answer {
    @Override
    public void bytes(int status, String type, byte[] body, String... headers) throws IOException {
      reply.bytes(status, type, body, headers);
    }

    @Override
    public void open(int status, String type) throws IOException {
      reply.chunked(status, type);
    }

    @Override
    public void block(String text) throws IOException {
      reply.chunk(text);
    }

    @Override
    public void end() throws IOException {
      reply.lastChunk();
    }

    @Override
    public void half() throws IOException {
      reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345".getBytes(UTF_8));
    }

    @Override
    public void reset() throws IOException {
      reply.reset();
    }

    @Override
    public void close() throws IOException {
      reply.close();
    }
  }
}
