package dev.atelier.media.xmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An XMP packet with the properties we know (XMP specification part 1, section 7, in the compact
 * attribute form; IPTC Photo Metadata Standard, Digital Source Type).
 *
 * @param digitalSourceType last part of the IPTC term, empty for none
 * @param creatorTool empty for none
 * @param properties ours, by name
 */
public record XmpPacket(
    String digitalSourceType, String creatorTool, Map<String, String> properties) {
  private static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
  private static final String XMP = "http://ns.adobe.com/xap/1.0/";
  private static final String IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
  private static final String OURS = "urn:atelier:properties#";
  private static final String TERMS = "http://cv.iptc.org/newscodes/digitalsourcetype/";

  public XmpPacket {
    properties = Map.copyOf(properties);
  }

  /** The packet in UTF-8; the same input gives the same bytes when the map is sorted. */
  public static byte[] write(
      String digitalSourceType, String creatorTool, Map<String, String> properties) {
    var text = new StringBuilder(512);
    text.append("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>")
        .append("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"")
        .append(RDF)
        .append("\"><rdf:Description rdf:about=\"\"");
    if (!creatorTool.isEmpty()) {
      attribute(text, "xmlns:xmp", XMP);
      attribute(text, "xmp:CreatorTool", creatorTool);
    }
    if (!digitalSourceType.isEmpty()) {
      attribute(text, "xmlns:Iptc4xmpExt", IPTC);
      attribute(text, "Iptc4xmpExt:DigitalSourceType", TERMS + digitalSourceType);
    }
    if (!properties.isEmpty()) {
      attribute(text, "xmlns:atelier", OURS);
      properties.forEach((name, value) -> attribute(text, "atelier:" + name, value));
    }
    return text.append("/></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>").toString().getBytes(UTF_8);
  }

  private static void attribute(StringBuilder text, String name, String value) {
    text.append(' ').append(name).append("=\"");
    for (int i = 0; i < value.length(); i++) {
      switch (value.charAt(i)) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '"' -> text.append("&quot;");
        default -> text.append(value.charAt(i));
      }
    }
    text.append('"');
  }

  /** What a packet says of the properties we know; empty when it is not well-formed. */
  public static Optional<XmpPacket> read(byte[] packet) {
    try {
      return Optional.of(parse(new String(packet, UTF_8)));
    } catch (XMLStreamException | RuntimeException malformed) {
      return Optional.empty();
    }
  }

  private static XmpPacket parse(String text) throws XMLStreamException {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    var found = new Found();
    var reader = factory.createXMLStreamReader(new java.io.StringReader(text));
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamConstants.START_ELEMENT) {
        found.take(reader);
      }
    }
    return new XmpPacket(found.digitalSourceType, found.creatorTool, found.properties);
  }

  /** Collects properties while the packet is read, in attribute or element form. */
  private static final class Found {
    private String digitalSourceType = "";
    private String creatorTool = "";
    private final Map<String, String> properties = new TreeMap<>();

    void take(XMLStreamReader element) throws XMLStreamException {
      for (int i = 0; i < element.getAttributeCount(); i++) {
        take(
            String.valueOf(element.getAttributeNamespace(i)),
            element.getAttributeLocalName(i),
            element.getAttributeValue(i));
      }
      var namespace = String.valueOf(element.getNamespaceURI());
      if (namespace.equals(IPTC) || namespace.equals(XMP) || namespace.equals(OURS)) {
        takeElement(namespace, element);
      }
    }

    private void takeElement(String namespace, XMLStreamReader element) throws XMLStreamException {
      var name = element.getLocalName();
      var resource = element.getAttributeValue(RDF, "resource");
      if (resource != null) {
        take(namespace, name, resource);
      } else if (name.equals("DigitalSourceType") || name.equals("CreatorTool")) {
        take(namespace, name, element.getElementText());
      }
    }

    private void take(String namespace, String name, String value) {
      if (namespace.equals(IPTC) && name.equals("DigitalSourceType") && value.startsWith(TERMS)) {
        digitalSourceType = value.substring(TERMS.length());
      } else if (namespace.equals(XMP) && name.equals("CreatorTool")) {
        creatorTool = value;
      } else if (namespace.equals(OURS)) {
        properties.put(name, value);
      }
    }
  }
}
