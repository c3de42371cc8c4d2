package dev.lvs.lab.verdicts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Results of tests.
 *
 * @param passed by class and method; of a test with several runs, whether all of them did. A test
 *     that did not run is missing.
 */
record Results(Map<String, Boolean> passed) {

  Results {
    passed = Map.copyOf(passed);
  }

  /** Reads JUnit's XML reports below a folder. */
  static Results read(Path reports) throws IOException {
    Map<String, Boolean> passed = new HashMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(reports)) {
      files = all.filter(path -> path.toString().matches(".*/TEST-.*\\.xml")).toList();
    }
    try {
      DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      for (Path file : files) {
        NodeList cases = parser.parse(file.toFile()).getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
          Element test = (Element) cases.item(i);
          String method = test.getAttribute("name").replaceAll("\\(.*", "");
          passed.merge(
              test.getAttribute("classname") + "." + method, isWell(test), Boolean::logicalAnd);
        }
      }
      return new Results(passed);
    } catch (ParserConfigurationException | SAXException unreadable) {
      throw new IOException("read the reports below " + reports, unreadable);
    }
  }

  private static boolean isWell(Element test) {
    return Stream.of("failure", "error", "skipped")
        .allMatch(flaw -> test.getElementsByTagName(flaw).getLength() == 0);
  }

  boolean passed(Proof proof) {
    return passed.getOrDefault(proof.name(), false);
  }
}
