package dev.atelier.providers.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.testkit.ScriptedHttp.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * What a fake answers where nothing goes wrong.
 *
 * @param blocks a body of one block has a length, one of several goes in chunks
 * @param headers name, value, name, value
 */
public record UsualAnswer(int status, String type, List<byte[]> blocks, List<String> headers) {
  public UsualAnswer {
    blocks = List.copyOf(blocks);
    headers = List.copyOf(headers);
  }

  public static UsualAnswer json(int status, String body) {
    return bytes(status, "application/json", body.getBytes(UTF_8));
  }

  public static UsualAnswer bytes(int status, String type, byte[] body) {
    return new UsualAnswer(status, type, List.of(body), List.of());
  }

  public static UsualAnswer events(List<String> events) {
    return new UsualAnswer(
        200,
        "text/event-stream; charset=utf-8",
        events.stream().map(event -> event.getBytes(UTF_8)).toList(),
        List.of());
  }

  /** The same with other blocks. */
  UsualAnswer with(List<byte[]> others) {
    return new UsualAnswer(status, type, others, headers);
  }

  boolean streamed() {
    return blocks.size() != 1;
  }

  byte[] body() {
    var body = new ByteArrayOutputStream();
    blocks.forEach(body::writeBytes);
    return body.toByteArray();
  }

  void send(Reply reply) throws IOException {
    if (!streamed()) {
      reply.bytes(status, type, blocks.getFirst(), headers.toArray(String[]::new));
      return;
    }
    begin(reply);
    for (byte[] block : blocks) {
      reply.chunk(block);
    }
    reply.lastChunk();
  }

  /** The head of an answer whose body goes in chunks. */
  void begin(Reply reply) throws IOException {
    reply.chunked(status, type, headers.toArray(String[]::new));
  }
}
