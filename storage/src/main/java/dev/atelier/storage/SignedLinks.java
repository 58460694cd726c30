package dev.atelier.storage;

import dev.atelier.image.ArtifactId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Signed, expiring links to artifacts:
 *
 * <pre>
 * /files/&lt;uuid&gt;/&lt;name&gt;?exp=&lt;epoch seconds&gt;&amp;d=&lt;i or a&gt;&amp;kid=&lt;key&gt;&amp;sig=&lt;HMAC-SHA256, base64url&gt;
 * </pre>
 *
 * <p>The signature covers path, expiry and disposition. The first key signs; every key verifies, so
 * that keys can be rotated without breaking the links handed out.
 */
public final class SignedLinks {
  private static final Pattern PATH =
      Pattern.compile(
          "/files/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/[A-Za-z0-9._-]{1,100}");
  private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,11}");

  private final SigningKeys keys;
  private final InstantSource clock;

  /**
   * @param keys such as {@code secrets.derive("links")}, the signing one first
   */
  public SignedLinks(List<DerivedKey> keys, InstantSource clock) {
    this.keys = new SigningKeys(keys);
    this.clock = clock;
  }

  /**
   * The path and query of a link, to be put after the public URL; {@code fileName} is made safe.
   */
  public String path(
      ArtifactId artifact, String fileName, Instant expires, Disposition disposition) {
    var path = "/files/" + artifact + "/" + FileName.safe(fileName);
    var exp = Long.toString(expires.getEpochSecond());
    var signature = keys.sign(signed(path, exp, disposition.code()));
    return path
        + "?exp="
        + exp
        + "&d="
        + disposition.code()
        + "&kid="
        + signature.key()
        + "&sig="
        + signature.text();
  }

  /**
   * The artifact that a link leads to, unless it is forged, changed or expired.
   *
   * @param rawPath as it came, percent signs included
   */
  public Optional<ArtifactId> verify(String rawPath, Map<String, String> query) {
    var path = PATH.matcher(rawPath);
    return path.matches() && signed(rawPath, query) && current(query)
        ? Optional.of(ArtifactId.parse(path.group(1)))
        : Optional.empty();
  }

  /** From when on a verified link does not work. */
  public Optional<Instant> expires(Map<String, String> query) {
    return Optional.ofNullable(query.get("exp")).map(Long::parseLong).map(Instant::ofEpochSecond);
  }

  private boolean signed(String path, Map<String, String> query) {
    return keys.signed(
        signed(path, query.getOrDefault("exp", ""), query.getOrDefault("d", "")),
        query.get("kid"),
        query.get("sig"));
  }

  private boolean current(Map<String, String> query) {
    var exp = query.getOrDefault("exp", "");
    return SECONDS.matcher(exp).matches()
        && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(exp)));
  }

  private static String signed(String path, String exp, String disposition) {
    return path + "\n" + exp + "\n" + disposition;
  }
}
