package dev.atelier.server.cluster;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The pictures that an answer of any API has.
 *
 * @param links path and query, each once
 * @param inline in Base64
 */
record SentPictures(List<String> links, List<String> inline) {
  private static final Pattern LINK = Pattern.compile("https?://[^\"\\s/]+(/files/[^\"\\s]+)");
  private static final Pattern INLINE =
      Pattern.compile("\"(?:b64_json|result)\":\"([A-Za-z0-9+/=]{50,})\"");

  static SentPictures in(String answer) {
    String text = answer.replace("\\/", "/").replace("\\u0026", "&");
    var links = new LinkedHashSet<String>();
    LINK.matcher(text).results().forEach(found -> links.add(found.group(1)));
    var inline = new ArrayList<String>();
    INLINE.matcher(text).results().forEach(found -> inline.add(found.group(1)));
    return new SentPictures(List.copyOf(links), inline);
  }

  int size() {
    return links.size() + inline.size();
  }
}
