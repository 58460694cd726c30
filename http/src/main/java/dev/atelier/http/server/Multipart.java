package dev.atelier.http.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads {@code multipart/form-data} (RFC 7578) as it arrives: files go to a sink, texts into
 * memory.
 *
 * <p>Whether a part is a file is decided by its <em>name</em>, since SDKs leave out file names and
 * label images {@code application/octet-stream} (OpenAI Images, "multipart/form-data"). Parameters
 * may be quoted or not; {@code filename*} wins over {@code filename}.
 */
public final class Multipart {
  private final MultipartLimits limits;
  private final Predicate<String> isFile;
  private final FileSink files;

  /**
   * @param isFile asked with each part's name
   * @param files opens the sink of each file part; see {@link FileSink}
   */
  public Multipart(MultipartLimits limits, Predicate<String> isFile, FileSink files) {
    this.limits = limits;
    this.isFile = isFile;
    this.files = files;
  }

  /**
   * Where a file part's bytes go. The streams stay the caller's: they are never closed here, and a
   * part is complete when the next one is opened or the form is returned.
   */
  @FunctionalInterface
  public interface FileSink {
    OutputStream open(Form.Part part) throws IOException;
  }

  /** Whether this is a Content-Type that {@link #read} takes. */
  public static boolean accepts(Optional<String> contentType) {
    return contentType
        .filter(type -> HeaderValue.parse(type).is("multipart/form-data"))
        .isPresent();
  }

  /** Reads the body of a request; what is left after the last boundary is skipped. */
  public Form read(Exchange exchange) throws IOException {
    return read(exchange.contentType().orElse(""), exchange.body());
  }

  /**
   * @param contentType with the boundary
   * @throws MalformedMultipartException when broken, truncated or past the limits
   */
  public Form read(String contentType, InputStream body) throws IOException {
    PartScanner scanner = new PartScanner(body, boundary(contentType), limits.headBytesMax());
    List<Form.Text> texts = new ArrayList<>();
    List<Form.File> received = new ArrayList<>();
    boolean more = scanner.skipPreamble();
    while (more) {
      if (texts.size() + received.size() >= limits.partsMax()) {
        throw new MalformedMultipartException(
            "the form has more than " + limits.partsMax() + " parts");
      }
      Form.Part part = PartHead.parse(scanner.head());
      if (isFile.test(part.name())) {
        Counted counted = new Counted(files.open(part));
        more = scanner.copyTo(counted);
        received.add(new Form.File(part, counted.bytes));
      } else {
        TextSink text = new TextSink(part.name(), limits.textBytesMax());
        more = scanner.copyTo(text);
        texts.add(new Form.Text(part.name(), text.value()));
      }
    }
    scanner.skipEpilogue();
    return new Form(texts, received);
  }

  private static String boundary(String contentType) throws MalformedMultipartException {
    HeaderValue value = HeaderValue.parse(contentType);
    String boundary = value.parameter("boundary").orElse("");
    if (!value.is("multipart/form-data") || boundary.isEmpty() || boundary.length() > 200) {
      throw new MalformedMultipartException(
          "the Content-Type must be multipart/form-data with a boundary");
    }
    return boundary;
  }

  private static final class Counted extends OutputStream {
    private final OutputStream out;
    private long bytes;

    Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      out.write(source, offset, length);
      bytes += length;
    }
  }

  private static final class TextSink extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    private final String name;
    private final int bytesMax;

    TextSink(String name, int bytesMax) {
      this.name = name;
      this.bytesMax = bytesMax;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      if (bytes.size() + length > bytesMax) {
        throw new MalformedMultipartException(
            "the field \"" + PartHead.shown(name) + "\" is longer than " + bytesMax + " bytes");
      }
      bytes.write(source, offset, length);
    }

    String value() throws MalformedMultipartException {
      try {
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes.toByteArray()))
            .toString();
      } catch (CharacterCodingException e) {
        throw new MalformedMultipartException(
            "the field \"" + PartHead.shown(name) + "\" is not UTF-8");
      }
    }
  }
}
