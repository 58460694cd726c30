package dev.atelier.http.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Knows which addresses are on the public internet: the special-purpose registries of IANA (RFC
 * 6890 and its updates) say which are not. Of IPv6 only global unicast (2000::/3) is, less what
 * embeds or tunnels an IPv4 address.
 */
final class AddressGuard {
  private static final List<Block> SPECIAL_V4 =
      List.of(
          Block.of("0.0.0.0", 8),
          Block.of("10.0.0.0", 8),
          Block.of("100.64.0.0", 10),
          Block.of("127.0.0.0", 8),
          Block.of("169.254.0.0", 16),
          Block.of("172.16.0.0", 12),
          Block.of("192.0.0.0", 24),
          Block.of("192.0.2.0", 24),
          Block.of("192.31.196.0", 24),
          Block.of("192.52.193.0", 24),
          Block.of("192.88.99.0", 24),
          Block.of("192.168.0.0", 16),
          Block.of("192.175.48.0", 24),
          Block.of("198.18.0.0", 15),
          Block.of("198.51.100.0", 24),
          Block.of("203.0.113.0", 24),
          Block.of("224.0.0.0", 4),
          Block.of("240.0.0.0", 4));

  private static final Block GLOBAL_V6 = Block.of("2000::", 3);

  private static final List<Block> SPECIAL_V6 =
      List.of(
          Block.of("2001::", 23),
          Block.of("2001:db8::", 32),
          Block.of("2002::", 16),
          Block.of("2620:4f:8000::", 48),
          Block.of("3fff::", 20));

  private AddressGuard() {}

  static boolean isPublic(InetAddress address) {
    return address instanceof Inet4Address
        ? SPECIAL_V4.stream().noneMatch(block -> block.has(address))
        : GLOBAL_V6.has(address) && SPECIAL_V6.stream().noneMatch(block -> block.has(address));
  }

  /** The addresses that share their first {@code bits} bits. */
  private record Block(InetAddress prefix, int bits) {
    static Block of(String address, int bits) {
      return new Block(InetAddress.ofLiteral(address), bits);
    }

    boolean has(InetAddress address) {
      byte[] bytes = address.getAddress();
      byte[] wanted = prefix.getAddress();
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((bytes[bit / 8] & mask) != (wanted[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
