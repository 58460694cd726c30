package dev.atelier.http.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedHeadersTest {
  private static final TrustedProxies OURS = TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8"));
  private static final String OWN = "http://server:8080";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-Proto: https | https://server:8080",
        "X-Forwarded-Proto: HTTPS ; X-Forwarded-Host: Images.Example.org | https://images.example.org",
        "X-Forwarded-Host: images.example.org:8443 | http://images.example.org:8443",
        "X-Forwarded-Host: h ; X-Forwarded-Proto: https ; X-Forwarded-Port: 8443 | https://h:8443",
        "X-Forwarded-Host: h:9 ; X-Forwarded-Proto: https ; X-Forwarded-Port: 8443 | https://h:9",
        "X-Forwarded-Host: h ; X-Forwarded-Proto: https ; X-Forwarded-Port: 443 | https://h",
        "X-Forwarded-Host: h:443 ; X-Forwarded-Proto: https | https://h",
        "X-Forwarded-Host: h:80 | http://h",
        "X-Forwarded-Host: h ; X-Forwarded-Proto: https ; X-Forwarded-Port: 80 | https://h",
        "X-Forwarded-Host: [2001:db8::7]:8443 ; X-Forwarded-Proto: https | https://[2001:db8::7]:8443",
        "Forwarded: proto=https;host=images.example.org | https://images.example.org",
        "Forwarded: Host=\"h:8443\" ; X-Forwarded-Proto: https | https://h:8443",
        "Forwarded: for=1.2.3.4;by=10.0.0.1; PROTO = \"https\" ;host=\"\\h\" | https://h",
        "X-Forwarded-Host: x ; Forwarded: host=f | http://x"
      })
  void a_trusted_proxy_tells_how_the_client_addressed_the_request(String headers, String base) {
    assertThat(base(OURS, "10.1.2.3", headers)).isEqualTo(base);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "127.0.0.1", "11.0.0.1", "::1", "fe80::1"})
  void anybody_elses_word_is_ignored(String sender) {
    assertThat(base(OURS, sender, "X-Forwarded-Proto: https ; X-Forwarded-Host: evil"))
        .isEqualTo(OWN);
    assertThat(base(TrustedProxies.NONE, sender, "Forwarded: host=evil")).isEqualTo(OWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil host",
        "user@evil",
        "evil/path",
        "evil?query",
        "evil#part",
        "http://evil",
        "evil:port",
        "evil:0",
        "evil:65536",
        "evil:443:80",
        "evil\\path",
        "evil%2fpath",
        "[::1",
        "<script>",
        "\u00e9vil",
        ""
      })
  void what_is_no_host_is_ignored(String host) {
    assertThat(base(OURS, "10.0.0.1", "X-Forwarded-Host: " + host)).isEqualTo(OWN);
    assertThat(base(OURS, "10.0.0.1", "Forwarded: host=\"" + host.replace("\\", "\\\\") + "\""))
        .isEqualTo(OWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp", "javascript", "https://", "http s", "httpss", ""})
  void what_is_no_scheme_is_ignored(String scheme) {
    assertThat(base(OURS, "10.0.0.1", "X-Forwarded-Proto: " + scheme)).isEqualTo(OWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // one proxy of ours: what stands to the left of its word is the client's invention
        "X-Forwarded-Host: evil, h | http://h",
        "X-Forwarded-Host: evil, h ; X-Forwarded-For: 192.0.2.1 | http://h",
        "X-Forwarded-Host: evil, h ; X-Forwarded-For: 10.0.0.9, 192.0.2.1 | http://h",
        "X-Forwarded-Proto: https, http ; X-Forwarded-For: 192.0.2.1 | http://server:8080",
        "Forwarded: host=evil, for=192.0.2.1;host=h | http://h",
        // two of ours: the outer one spoke with the client
        "X-Forwarded-Host: h, inner ; X-Forwarded-For: 192.0.2.1, 10.0.0.9 | http://h",
        "X-Forwarded-Host: evil, h, inner ; X-Forwarded-For: 192.0.2.1, 10.0.0.9:4711 | http://h",
        "X-Forwarded-Proto: https, http ; X-Forwarded-For: 192.0.2.1, 10.0.0.9 | https://server:8080",
        "Forwarded: host=evil, for=192.0.2.1;host=h;proto=https, for=10.0.0.9;host=i | https://h",
        "Forwarded: for=192.0.2.1;host=h, for=\"[fd00::9]:4711\";host=i | http://h",
        // an outer one that does not say it: the next one's word
        "Forwarded: for=192.0.2.1;proto=https, for=10.0.0.9;host=h | https://h",
        // one value for all, as most proxies have it
        "X-Forwarded-Host: h ; X-Forwarded-For: 192.0.2.1, 10.0.0.9, 10.0.0.8 | http://h",
        // an outer one whose word is no host
        "X-Forwarded-Host: e vil, h ; X-Forwarded-For: 192.0.2.1, 10.0.0.9 | http://h"
      })
  void of_several_words_the_outermost_trusted_one_counts(String headers, String base) {
    assertThat(base(OURS, "10.0.0.1", headers)).isEqualTo(base);
  }

  @Test
  void several_lines_of_a_header_are_one_list() {
    var headers =
        new ForwardedHeaders(
            name -> name.equals("X-Forwarded-Host") ? List.of("evil", "h") : List.of());

    assertThat(headers.baseUrl(OURS, InetAddress.ofLiteral("10.0.0.1"), "http", "server"))
        .isEqualTo("http://h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Forwarded: x", "X-Real-IP: 1.2.3.4", "Via: 1.1 a", "X-Forwarded-For: x"})
  void a_request_that_was_passed_on_shows(String header) {
    assertThat(new ForwardedHeaders(read(header)::get).any()).isTrue();
    assertThat(new ForwardedHeaders(read("Host: h")::get).any()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/33", "10.0.0/8", "proxy.example.org", "::1/129", "/8", "1.2.3.4/x"})
  void what_is_no_block_of_addresses_is_refused(String text) {
    assertThatThrownBy(() -> TrustedProxies.of(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, ::1, false",
    "10.0.0.0/8, ::ffff:10.0.0.1, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false"
  })
  void a_block_has_the_addresses_that_share_its_bits(String block, String address, boolean has) {
    assertThat(AddressBlock.parse(block).has(InetAddress.ofLiteral(address))).isEqualTo(has);
  }

  private static String base(TrustedProxies proxies, String sender, String headers) {
    return new ForwardedHeaders(read(headers)::get)
        .baseUrl(proxies, InetAddress.ofLiteral(sender), "http", "server:8080");
  }

  /** Lines with {@code " ; "} between them. */
  private static Lines read(String headers) {
    var lines = new Lines(new TreeMap<>());
    for (String line : headers.split(" ; ")) {
      int colon = line.indexOf(':');
      lines
          .values
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return lines;
  }

  private record Lines(Map<String, List<String>> values) {
    List<String> get(String name) {
      return values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }
  }
}
