package dev.atelier.http.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;

/** Serves one file by RFC 9110: conditions first (section 13), then one range (section 14). */
final class FileResponse {
  /** What describes a body, and must go when another body takes its place. */
  static final List<HttpHeader> HEADERS =
      List.of(
          HttpHeader.CONTENT_TYPE,
          HttpHeader.CONTENT_LENGTH,
          HttpHeader.CONTENT_DISPOSITION,
          HttpHeader.CONTENT_RANGE,
          HttpHeader.ACCEPT_RANGES,
          HttpHeader.ETAG,
          HttpHeader.CACHE_CONTROL);

  private static final int BLOCK_BYTES = 64 << 10;

  private final Exchange exchange;
  private final SeekableByteChannel file;
  private final String mediaType;
  private final EntityTag etag;

  FileResponse(Exchange exchange, SeekableByteChannel file, String mediaType, String etag) {
    this.exchange = exchange;
    this.file = file;
    this.mediaType = mediaType;
    this.etag = new EntityTag(etag, false);
  }

  void send() throws IOException {
    exchange.setHeader("ETag", etag.header());
    exchange.setHeader("Accept-Ranges", "bytes");
    if (exchange.header("If-Match").filter(tags -> !etag.in(tags)).isPresent()) {
      exchange.respond(412);
    } else if (exchange.header("If-None-Match").filter(etag::in).isPresent()) {
      exchange.respond(304);
    } else {
      sendRange(file.size());
    }
  }

  private void sendRange(long size) throws IOException {
    Optional<ByteRange> range =
        exchange.method().equals("GET") && ifRangeHolds()
            ? exchange.header("Range").flatMap(value -> ByteRange.parse(value, size))
            : Optional.empty();
    if (range.isEmpty()) {
      copy(0, size, exchange.respond(200, mediaType, size));
    } else if (range.get().first() >= size) {
      exchange.setHeader("Content-Range", "bytes */" + size);
      exchange.respond(416);
    } else {
      ByteRange part = range.get();
      exchange.setHeader("Content-Range", part.contentRange(size));
      copy(part.first(), part.bytes(), exchange.respond(206, mediaType, part.bytes()));
    }
  }

  private void copy(long from, long bytes, OutputStream body) throws IOException {
    if (exchange.method().equals("HEAD")) {
      return;
    }
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK_BYTES, Math.max(1, bytes)));
    file.position(from);
    long left = bytes;
    while (left > 0) {
      block.clear().limit((int) Math.min(block.capacity(), left));
      int count = file.read(block);
      if (count < 0) {
        throw new IOException("the file became shorter while it was sent");
      }
      body.write(block.array(), 0, count);
      left -= count;
    }
  }

  private boolean ifRangeHolds() {
    return exchange.header("If-Range").map(etag::is).orElse(true);
  }
}
