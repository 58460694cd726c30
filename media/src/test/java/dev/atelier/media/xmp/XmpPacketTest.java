package dev.atelier.media.xmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class XmpPacketTest {
  @Test
  void what_is_written_is_read_back() {
    var properties = Map.of("seed", "7", "odd", "<a & \"b\"> 狐狸 ' ]]>", "empty", "");
    var packet = XmpPacket.write("algorithmicMedia", "Atelier & Co", properties);
    assertThat(XmpPacket.read(packet))
        .contains(new XmpPacket("algorithmicMedia", "Atelier & Co", properties));
  }

  @Test
  void the_source_type_is_written_as_the_full_term() {
    assertThat(new String(XmpPacket.write("algorithmicMedia", "", Map.of()), UTF_8))
        .contains(
            "Iptc4xmpExt:DigitalSourceType="
                + "\"http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia\"")
        .doesNotContain("CreatorTool");
  }

  @Test
  void the_element_form_of_other_writers_is_understood() {
    var packet =
        """
        <x:xmpmeta xmlns:x='adobe:ns:meta/'>
          <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>
            <rdf:Description xmlns:e='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'
                xmlns:xmp='http://ns.adobe.com/xap/1.0/'>
              <e:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/digitalArt</e:DigitalSourceType>
              <xmp:CreatorTool>Brush</xmp:CreatorTool>
            </rdf:Description>
          </rdf:RDF>
        </x:xmpmeta>
        """;
    assertThat(XmpPacket.read(packet.getBytes(UTF_8)))
        .contains(new XmpPacket("digitalArt", "Brush", Map.of()));
  }

  @Test
  void entities_are_not_resolved_and_broken_packets_are_nothing() {
    var bomb = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>";
    assertThat(XmpPacket.read(bomb.getBytes(UTF_8))).isEmpty();
    assertThat(XmpPacket.read("<a><b></a>".getBytes(UTF_8))).isEmpty();
    assertThat(XmpPacket.read(new byte[0])).isEmpty();
  }
}
