package dev.atelier.server.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The pictures that an answer of any API has.
 *
 * @param links path and query, one for each file: what is told twice may be signed a second apart
 * @param inline in Base64
 */
record SentPictures(List<String> links, List<String> inline) {
  private static final Pattern LINK = Pattern.compile("https?://[^\"\\s/]+(/files/[^\"\\s]+)");
  private static final Pattern INLINE =
      Pattern.compile("\"(?:b64_json|result)\":\"([A-Za-z0-9+/=]{50,})\"");

  static SentPictures in(String answer) {
    String text = answer.replace("\\/", "/").replace("\\u0026", "&");
    var links = new LinkedHashMap<String, String>();
    LINK.matcher(text)
        .results()
        .map(found -> found.group(1))
        .forEach(link -> links.putIfAbsent(link.replaceFirst("\\?.*", ""), link));
    var inline = new ArrayList<String>();
    INLINE.matcher(text).results().forEach(found -> inline.add(found.group(1)));
    return new SentPictures(List.copyOf(links.values()), inline);
  }

  int size() {
    return links.size() + inline.size();
  }
}
