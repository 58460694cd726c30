package dev.atelier.http.client;

import dev.atelier.http.address.AddressBlock;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Knows which addresses are on the public internet: the special-purpose registries of IANA (RFC
 * 6890 and its updates) say which are not. Of IPv6 only global unicast (2000::/3) is, less what
 * embeds or tunnels an IPv4 address.
 */
final class AddressGuard {
  private static final List<AddressBlock> SPECIAL_V4 =
      List.of(
          AddressBlock.parse("0.0.0.0/8"),
          AddressBlock.parse("10.0.0.0/8"),
          AddressBlock.parse("100.64.0.0/10"),
          AddressBlock.parse("127.0.0.0/8"),
          AddressBlock.parse("169.254.0.0/16"),
          AddressBlock.parse("172.16.0.0/12"),
          AddressBlock.parse("192.0.0.0/24"),
          AddressBlock.parse("192.0.2.0/24"),
          AddressBlock.parse("192.31.196.0/24"),
          AddressBlock.parse("192.52.193.0/24"),
          AddressBlock.parse("192.88.99.0/24"),
          AddressBlock.parse("192.168.0.0/16"),
          AddressBlock.parse("192.175.48.0/24"),
          AddressBlock.parse("198.18.0.0/15"),
          AddressBlock.parse("198.51.100.0/24"),
          AddressBlock.parse("203.0.113.0/24"),
          AddressBlock.parse("224.0.0.0/4"),
          AddressBlock.parse("240.0.0.0/4"));

  private static final AddressBlock GLOBAL_V6 = AddressBlock.parse("2000::/3");

  private static final List<AddressBlock> SPECIAL_V6 =
      List.of(
          AddressBlock.parse("2001::/23"),
          AddressBlock.parse("2001:db8::/32"),
          AddressBlock.parse("2002::/16"),
          AddressBlock.parse("2620:4f:8000::/48"),
          AddressBlock.parse("3fff::/20"));

  private AddressGuard() {}

  static boolean isPublic(InetAddress address) {
    return address instanceof Inet4Address
        ? SPECIAL_V4.stream().noneMatch(block -> block.has(address))
        : GLOBAL_V6.has(address) && SPECIAL_V6.stream().noneMatch(block -> block.has(address));
  }
}
