package dev.atelier.media.png;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes PNG chunks: length, type, data, checksum (PNG specification, section 5.3). */
final class ChunkWriter {
  private final OutputStream out;
  private final CRC32 crc = new CRC32();
  private final byte[] frame = new byte[8];

  ChunkWriter(OutputStream out) {
    this.out = out;
  }

  void chunk(String type, byte[] data) throws IOException {
    chunk(type, data, data.length);
  }

  void chunk(String type, byte[] data, int length) throws IOException {
    putInt(0, length);
    System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, frame, 4, 4);
    out.write(frame, 0, 8);
    crc.reset();
    crc.update(frame, 4, 4);
    crc.update(data, 0, length);
    out.write(data, 0, length);
    putInt(0, (int) crc.getValue());
    out.write(frame, 0, 4);
  }

  private void putInt(int at, int value) {
    for (int i = 0; i < 4; i++) {
      frame[at + i] = (byte) (value >>> (24 - 8 * i));
    }
  }
}
