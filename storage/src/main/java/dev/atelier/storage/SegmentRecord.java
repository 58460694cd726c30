package dev.atelier.storage;

import dev.atelier.image.ContentHash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The head of one record of a segment; its content follows. All numbers are big-endian:
 *
 * <pre>
 *  0  4  "ARec", or "AErs" once it was erased
 *  4  4  length of the content in bytes
 *  8  8  when it was sealed, in milliseconds since 1970
 * 16 32  SHA-256 of the content
 * 48  4  CRC-32C of bytes 4 to 47 and of the content
 * 52     the content
 * </pre>
 *
 * <p>A segment begins with {@link #FILE_HEADER_BYTES}: "AtelSeg" and a byte for the version, 1, and
 * eight zeros. A record that was erased keeps its length; all else of it is zeros.
 */
record SegmentRecord(boolean erased, int length, Instant sealed, String hash, int checksum) {
  static final int FILE_HEADER_BYTES = 16;
  static final int HEAD_BYTES = 52;
  static final int CONTENT_BYTES_MAX = 1 << 20;

  private static final long MAGIC = 0x4174_656c_5365_6701L;
  private static final int WRITTEN = 0x4152_6563;
  private static final int ERASED = 0x4145_7273;
  private static final int HASH_BYTES = 32;
  private static final int CHECKSUM_AT = 48;

  /** What stands before the first record. */
  static byte[] fileHeader() {
    return ByteBuffer.allocate(FILE_HEADER_BYTES).putLong(MAGIC).array();
  }

  /** A whole record. */
  static byte[] encode(ContentHash hash, Instant sealed, byte[] content, int length) {
    var record = ByteBuffer.allocate(HEAD_BYTES + length);
    record.putInt(WRITTEN).putInt(length).putLong(sealed.toEpochMilli());
    record.put(HexFormat.of().parseHex(hash.hex())).putInt(0).put(content, 0, length);
    var checksum = new CRC32C();
    checksum.update(record.array(), 4, CHECKSUM_AT - 4);
    checksum.update(content, 0, length);
    return record.putInt(CHECKSUM_AT, (int) checksum.getValue()).array();
  }

  /** Whether a head says what a head can say; of its content nothing is known by that. */
  static boolean valid(byte[] head) {
    var in = ByteBuffer.wrap(head);
    int mark = in.getInt();
    int length = in.getInt();
    return (mark == WRITTEN || mark == ERASED) && length >= 0 && length <= CONTENT_BYTES_MAX;
  }

  /** Reads a {@link #valid} head. */
  static SegmentRecord parse(byte[] head) {
    var in = ByteBuffer.wrap(head);
    boolean erased = in.getInt() == ERASED;
    int length = in.getInt();
    var sealed = Instant.ofEpochMilli(in.getLong());
    byte[] hash = new byte[HASH_BYTES];
    in.get(hash);
    return new SegmentRecord(erased, length, sealed, HexFormat.of().formatHex(hash), in.getInt());
  }

  /** Whether these are the content that the record was made of. */
  static boolean intact(byte[] head, byte[] content) {
    var checksum = new CRC32C();
    checksum.update(head, 4, CHECKSUM_AT - 4);
    checksum.update(content);
    return (int) checksum.getValue() == ByteBuffer.wrap(head).getInt(CHECKSUM_AT);
  }

  /** The head that stays of it. */
  byte[] erasedHead() {
    return ByteBuffer.allocate(HEAD_BYTES).putInt(ERASED).putInt(length).array();
  }

  /** Bytes of the record, with its head. */
  long bytes() {
    return HEAD_BYTES + (long) length;
  }

  boolean holds(ContentHash content) {
    return !erased && hash.equals(content.hex());
  }
}
