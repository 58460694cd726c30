package dev.atelier.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A WebSocket client that sends exactly these frames; it answers no ping unless told to. */
final class RawSocket implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  private static final byte[] MASK = {1, 2, 3, 4};

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final String head;

  record Frame(int opCode, boolean fin, byte[] payload) {
    String text() {
      return new String(payload, UTF_8);
    }

    int closeCode() {
      return ByteBuffer.wrap(payload).getShort() & 0xffff;
    }
  }

  /** Connects and shakes hands. */
  RawSocket(int port, String path) throws IOException {
    this(port, path, 1 << 16);
  }

  RawSocket(int port, String path, int receiveBytes) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(receiveBytes);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(20_000);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 10));
    out = socket.getOutputStream();
    out.write(handshake(path).getBytes(UTF_8));
    head = head();
  }

  /** Status line and headers of the answer. */
  String answer() {
    return head;
  }

  RawSocket text(String text) throws IOException {
    return frame(TEXT, true, text.getBytes(UTF_8));
  }

  RawSocket frame(int opCode, boolean fin, byte[] payload) throws IOException {
    return bytes(masked(opCode, fin, payload.length, payload));
  }

  RawSocket bytes(byte[] bytes) throws IOException {
    out.write(bytes);
    return this;
  }

  /** One frame whose head says that its payload has {@code length} bytes. */
  static byte[] masked(int opCode, boolean fin, long length, byte[] payload) {
    var frame = new ByteArrayOutputStream();
    frame.write((fin ? 0x80 : 0) | opCode);
    if (length < 126) {
      frame.write(0x80 | (int) length);
    } else if (length < 1 << 16) {
      frame.write(0x80 | 126);
      frame.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
    } else {
      frame.write(0x80 | 127);
      frame.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    }
    frame.writeBytes(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ MASK[i & 3]);
    }
    return frame.toByteArray();
  }

  Frame next() throws IOException {
    int first = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    long bytes = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
    byte[] payload = new byte[(int) bytes];
    in.readFully(payload);
    return new Frame(first & 15, (first & 0x80) != 0, payload);
  }

  /** The next whole text message; pings are answered on the way. */
  String message() throws IOException {
    var text = new ByteArrayOutputStream();
    while (true) {
      Frame frame = next();
      switch (frame.opCode()) {
        case PING -> frame(PONG, true, frame.payload());
        case TEXT, CONTINUATION -> {
          text.writeBytes(frame.payload());
          if (frame.fin()) {
            return text.toString(UTF_8);
          }
        }
        default -> throw new IOException("frame " + frame.opCode());
      }
    }
  }

  /** Reads on to the close frame and returns its code. */
  int closeCode() throws IOException {
    while (true) {
      Frame frame = next();
      if (frame.opCode() == CLOSE) {
        return frame.closeCode();
      }
    }
  }

  private static String handshake(String path) {
    return TestServer.head(
        "GET",
        path,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Extensions: permessage-deflate");
  }

  private String head() throws IOException {
    var text = new StringBuilder();
    while (!text.toString().endsWith("\r\n\r\n")) {
      text.append((char) in.readUnsignedByte());
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
