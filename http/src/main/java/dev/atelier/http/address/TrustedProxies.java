package dev.atelier.http.address;

import java.net.InetAddress;
import java.util.List;

/** Whose forwarding headers are believed: proxies of the operator's own, by their addresses. */
public record TrustedProxies(List<AddressBlock> blocks) {
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  /** Those on this machine. */
  public static final TrustedProxies LOOPBACK = of(List.of("127.0.0.0/8", "::1"));

  public TrustedProxies {
    blocks = List.copyOf(blocks);
  }

  /**
   * @param blocks as {@link AddressBlock#parse} reads them
   * @throws IllegalArgumentException for one that it does not
   */
  public static TrustedProxies of(List<String> blocks) {
    return new TrustedProxies(blocks.stream().map(AddressBlock::parse).toList());
  }

  public boolean trust(InetAddress address) {
    return blocks.stream().anyMatch(block -> block.has(address));
  }
}
