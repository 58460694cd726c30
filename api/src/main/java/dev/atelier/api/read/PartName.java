package dev.atelier.api.read;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a part of a form, or of a member of a JSON body, that brings a picture: {@code
 * image}, {@code image[]}, {@code images[3]}, {@code image_urls}, {@code mask}, {@code file} and
 * the like.
 *
 * @param base the name without its number
 * @param number its place among others of its role, where it says one
 */
public record PartName(Role role, String base, OptionalInt number) {
  private static final Pattern WRITTEN =
      Pattern.compile(
          "([a-z_]*[a-z])(?:\\[\\s*([0-9]{0,4})\\s*\\]|[_.-]?([0-9]{1,4}))?"
              + "(?:\\[(?:url|image_url|b64_json|base64|data|file_id)?\\])?");

  private static final Map<String, Role> ROLES =
      Map.ofEntries(
          Map.entry("image", Role.IMAGE),
          Map.entry("images", Role.IMAGE),
          Map.entry("image_url", Role.IMAGE),
          Map.entry("image_urls", Role.IMAGE),
          Map.entry("mask", Role.MASK),
          Map.entry("masks", Role.MASK),
          Map.entry("mask_url", Role.MASK),
          Map.entry("mask_urls", Role.MASK),
          Map.entry("file", Role.FILE),
          Map.entry("files", Role.FILE));

  /** What a part is for. */
  public enum Role {
    /** A picture to work from. */
    IMAGE,
    /** What says where. */
    MASK,
    /** An upload. */
    FILE
  }

  /** The name that {@code text} spells, if it is one of a part that brings a picture. */
  public static Optional<PartName> of(String text) {
    String brackets = Spelling.plain(text).replace("%5b", "[").replace("%5d", "]");
    Matcher written = WRITTEN.matcher(brackets);
    return written.matches()
        ? Optional.ofNullable(ROLES.get(written.group(1)))
            .map(role -> new PartName(role, written.group(1), number(written)))
        : Optional.empty();
  }

  /** Whether {@code text} names a part of a role. */
  public static boolean is(Role role, String text) {
    return of(text).filter(name -> name.role() == role).isPresent();
  }

  private static OptionalInt number(Matcher written) {
    String digits = written.group(2) == null ? written.group(3) : written.group(2);
    return digits == null || digits.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(digits));
  }
}
