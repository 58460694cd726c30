package dev.atelier.webhook;

import dev.atelier.image.TenantId;
import java.net.URI;
import java.util.Locale;

/** Whom a URL reaches: what the bounds on tries in progress are counted by. */
public final class Receiver {
  public static final int URL_MAX = 8192;

  private Receiver() {}

  public static URI check(URI url) {
    if (!url.isAbsolute() || url.getRawAuthority() == null || url.toString().length() > URL_MAX) {
      throw new IllegalArgumentException("an absolute URL of at most 8192 characters expected");
    }
    return url;
  }

  /** Tenant and host with port, separated by a blank (no host holds one). */
  public static String lane(TenantId tenant, URI url) {
    return tenant.value() + " " + host(url);
  }

  /** The tenant's part of a lane. */
  public static String tenant(String lane) {
    return lane.substring(0, lane.lastIndexOf(' '));
  }

  private static String host(URI url) {
    String authority = url.getRawAuthority().toLowerCase(Locale.ROOT);
    boolean hasPort = authority.matches(".*:\\d+");
    return hasPort
        ? authority
        : authority + (url.getScheme().equalsIgnoreCase("https") ? ":443" : ":80");
  }
}
