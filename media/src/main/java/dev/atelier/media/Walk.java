package dev.atelier.media;

import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A push parser over one image container. It sees each byte once, in blocks of any length, and
 * keeps only small fields; whether the parts fit together is checked as they pass.
 *
 * <p>A format describes itself as steps: {@link #want} asks for a few bytes to be collected before
 * the next step runs, {@link #pass} lets a stretch go by. The step that follows is set each time.
 */
abstract sealed class Walk permits PngWalk, JpegWalk, WebpWalk {
  /** Room for the largest field that any format collects. */
  static final int FIELD_MAX = 4096;

  /** What to do with the bytes just collected at the start of {@link #field}, or passed. */
  @FunctionalInterface
  interface Step {
    void run() throws UnusableMediaException;
  }

  private final byte[] field = new byte[FIELD_MAX];
  private int filled;
  private int wanted;
  private long passing;
  private Step next = () -> {};
  private boolean ended;
  private boolean tailAllowed;
  private @Nullable ImageInfo info;
  private @Nullable MessageDigest digest;

  /** Takes the next block. */
  final void take(byte[] bytes, int from, int to) throws UnusableMediaException {
    int at = from;
    while (at < to && !ended) {
      at = filled < wanted ? collect(bytes, at, to) : letPass(bytes, at, to);
      if (filled == wanted && passing == 0 && !scanning() && !ended) {
        next.run();
      }
    }
    if (at < to && !tailAllowed) {
      throw UnusableMediaException.trailing();
    }
  }

  private int collect(byte[] bytes, int at, int to) {
    int length = Math.min(wanted - filled, to - at);
    System.arraycopy(bytes, at, field, filled, length);
    filled += length;
    return at + length;
  }

  private int letPass(byte[] bytes, int at, int to) throws UnusableMediaException {
    boolean picture = pictureData();
    int end = letBy(bytes, at, to);
    if (digest != null && picture) {
      digest.update(bytes, at, end - at);
    }
    return end;
  }

  private int letBy(byte[] bytes, int at, int to) throws UnusableMediaException {
    if (scanning()) {
      return scan(bytes, at, to);
    }
    int length = (int) Math.min(passing, to - at);
    passed(bytes, at, length);
    passing -= length;
    return at + length;
  }

  /** Whether the format looks for its next field itself, in data of unknown length. */
  boolean scanning() {
    return false;
  }

  /** Reads on from {@code at} and returns where it stopped. */
  int scan(byte[] bytes, int at, int to) throws UnusableMediaException {
    throw new IllegalStateException("nothing to scan");
  }

  /** Whether what goes by now makes the picture, and is not something said about it. */
  abstract boolean pictureData();

  /** Adds every byte that makes the picture to {@code into}. */
  final void digest(MessageDigest into) {
    digest = into;
  }

  /** Sees bytes that go by. */
  void passed(byte[] bytes, int at, int length) {}

  /** Tolerates bytes after the end, as decoders do: phones append more pictures to a JPEG. */
  final void allowTail() {
    tailAllowed = true;
  }

  /** Collects the next {@code length} ≥ 1 bytes for {@code then}. */
  final void want(int length, Step then) {
    filled = 0;
    wanted = length;
    passing = 0;
    next = then;
  }

  /** Lets {@code length} bytes go by, then runs {@code then}; at once when there are none. */
  final void pass(long length, Step then) throws UnusableMediaException {
    filled = 0;
    wanted = 0;
    passing = length;
    next = then;
    if (length == 0) {
      then.run();
    }
  }

  final void end() {
    ended = true;
  }

  final void known(ImageInfo facts) {
    info = facts;
  }

  /** The header's facts, as soon as nothing that follows can change them. */
  final Optional<ImageInfo> info() {
    return Optional.ofNullable(info);
  }

  /** The facts, once the container has come to its end. */
  final ImageInfo finish() throws UnusableMediaException {
    var facts = info;
    if (!ended || facts == null) {
      throw UnusableMediaException.truncated();
    }
    return facts;
  }

  // ---- reading the collected field ----

  final byte[] field() {
    return field;
  }

  final int fieldLength() {
    return filled;
  }

  final int u8(int at) {
    return field[at] & 0xff;
  }

  final int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  final long u32(int at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  final int u16le(int at) {
    return u8(at + 1) << 8 | u8(at);
  }

  final int u24le(int at) {
    return u8(at + 2) << 16 | u16le(at);
  }

  final long u32le(int at) {
    return (long) u16le(at + 2) << 16 | u16le(at);
  }

  static void require(boolean fits) throws UnusableMediaException {
    if (!fits) {
      throw UnusableMediaException.damaged();
    }
  }

  /** Four bytes as one number, to compare with {@link #tag}. */
  static int tag(String four) {
    return four.charAt(0) << 24 | four.charAt(1) << 16 | four.charAt(2) << 8 | four.charAt(3);
  }
}
