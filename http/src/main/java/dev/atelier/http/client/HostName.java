package dev.atelier.http.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the host of a URL that is an address in any spelling that some resolver would take: {@code
 * 127.1}, {@code 0x7f000001}, {@code 2130706433}, {@code 0177.0.0.1}, {@code [::ffff:127.0.0.1]}
 * (WHATWG URL, "IPv4 parser").
 */
final class HostName {
  private static final int PARTS_MAX = 4;

  private HostName() {}

  /** The address, if the host is one; a name otherwise. Throws for a number that is no address. */
  static Optional<InetAddress> literal(String host) throws UnknownHostException {
    if (host.startsWith("[") && host.endsWith("]")) {
      return Optional.of(v6(host.substring(1, host.length() - 1)));
    }
    String[] parts = withoutDot(host).split("\\.", -1);
    return isNumber(parts[parts.length - 1]) ? Optional.of(v4(parts)) : Optional.empty();
  }

  /** Whether a name means this machine, whatever a resolver says of it (RFC 6761, 6.3). */
  static boolean isLocal(String host) {
    String name = withoutDot(host).toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.endsWith(".localhost");
  }

  private static InetAddress v6(String text) throws UnknownHostException {
    if (text.indexOf('%') >= 0) {
      throw new UnknownHostException("a scoped address");
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new UnknownHostException("not an address");
    }
  }

  private static InetAddress v4(String[] parts) throws UnknownHostException {
    if (parts.length > PARTS_MAX) {
      throw new UnknownHostException("not an address");
    }
    long address = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      int bits = last ? 8 * (PARTS_MAX - i) : 8;
      long part = number(parts[i]);
      if (part < 0 || part >= 1L << bits) {
        throw new UnknownHostException("not an address");
      }
      address = (address << bits) | part;
    }
    byte[] bytes = new byte[PARTS_MAX];
    for (int i = 0; i < PARTS_MAX; i++) {
      bytes[i] = (byte) (address >>> (8 * (PARTS_MAX - 1 - i)));
    }
    return InetAddress.getByAddress(bytes);
  }

  private static boolean isNumber(String part) {
    return part.matches("[0-9]+|0[xX][0-9a-fA-F]*");
  }

  private static long number(String part) throws UnknownHostException {
    try {
      if (part.startsWith("0x") || part.startsWith("0X")) {
        return part.length() == 2 ? 0 : Long.parseLong(part.substring(2), 16);
      }
      return Long.parseLong(part, part.length() > 1 && part.startsWith("0") ? 8 : 10);
    } catch (NumberFormatException e) {
      throw new UnknownHostException("not an address");
    }
  }

  private static String withoutDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
