package netlessons.testkit;

import java.io.IOException;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * JUnit's XML, with the names that the report has instead of those of classes and methods, and without the system properties of
 * this JVM, which have the paths and the command line of whoever grades.
 */
final class GradeXml {
    private GradeXml() {}

    static void write(Path from, String lesson, Path to) throws IOException {
        try {
            Document xml = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(from.toFile());
            xml.getDocumentElement().setAttribute("name", lesson);
            NodeList tests = xml.getElementsByTagName("testcase");
            for (int i = 0; i < tests.getLength(); i++) {
                rename((Element) tests.item(i), lesson);
            }
            remove(xml.getElementsByTagName("properties"));
            remove(xml.getElementsByTagName("system-out")); // nothing but JUnit's own names is in there
            TransformerFactory.newDefaultInstance()
                    .newTransformer()
                    .transform(new DOMSource(xml), new StreamResult(to.toFile()));
        } catch (ParserConfigurationException | SAXException | TransformerException e) {
            throw new IOException(e);
        }
    }

    /** The stage, and what the test says. */
    private static void rename(Element test, String lesson) {
        String[] names = test.getElementsByTagName("system-out")
                .item(0)
                .getTextContent()
                .replaceFirst("(?s)^.*?\ndisplay-name: ", "")
                .strip()
                .split(" > ", 3);
        if (names.length == 3) {
            test.setAttribute("classname", lesson + "." + names[1]);
            test.setAttribute("name", names[2].replace(" > ", ", "));
        }
    }

    private static void remove(NodeList nodes) {
        while (nodes.getLength() > 0) {
            Node node = nodes.item(0);
            node.getParentNode().removeChild(node);
        }
    }
}
