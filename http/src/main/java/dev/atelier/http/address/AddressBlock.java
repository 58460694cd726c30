package dev.atelier.http.address;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * The addresses that share their first {@code bits} bits with {@code prefix}, written {@code
 * 10.0.0.0/8}. An IPv4 block has no IPv6 address, and the other way round.
 */
public record AddressBlock(InetAddress prefix, int bits) {
  private static final Pattern FOUR_PARTS = Pattern.compile("[0-9]+(?:\\.[0-9]+){3}");

  public AddressBlock {
    if (bits < 0 || bits > prefix.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("no such prefix length: " + bits);
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address, such as {@code ::1}.
   *
   * @throws IllegalArgumentException for anything else; names are never looked up
   */
  public static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    if (!literal.contains(":") && !FOUR_PARTS.matcher(literal).matches()) {
      throw new IllegalArgumentException("no address: " + literal); // 10.1 would be 10.0.0.1
    }
    InetAddress prefix = InetAddress.ofLiteral(literal);
    int all = prefix.getAddress().length * Byte.SIZE;
    return new AddressBlock(prefix, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1)));
  }

  public boolean has(InetAddress address) {
    byte[] bytes = address.getAddress();
    byte[] wanted = prefix.getAddress();
    if (bytes.length != wanted.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if ((bytes[bit / Byte.SIZE] & mask) != (wanted[bit / Byte.SIZE] & mask)) {
        return false;
      }
    }
    return true;
  }
}
