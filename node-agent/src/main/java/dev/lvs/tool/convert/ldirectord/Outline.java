package dev.lvs.tool.convert.ldirectord;

import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The directives of a file, by whether they are below a {@code virtual}.
 *
 * <p>Below means indented by four blanks or a tab. A line that is not, or is empty, ends a section;
 * a comment does not.
 */
record Outline(List<Directive> globals, List<Section> sections) {
  private static final Pattern VIRTUAL = Pattern.compile("virtual6?\\s*=.*", Pattern.DOTALL);
  private static final String INDENT = "    ";

  static Outline read(ConfigFile file, LdirectordRefusals refusals, Notices notices) {
    List<Directive> globals = new ArrayList<>();
    List<Section> sections = new ArrayList<>();
    Origin whole = new Origin(file.name(), 0, "");
    if (file.isMarked()) {
      refusals.add(file.first(), "a byte order mark stands before it");
    }
    String[] lines = file.content().split("\n", -1);
    int i = 0;
    while (i < lines.length) {
      String line = lines[i++];
      if (VIRTUAL.matcher(line).matches()) {
        Directive virtual = Directive.read(withoutComment(line), whole, i);
        if (i == lines.length || (i == lines.length - 1 && lines[i].isEmpty())) {
          refusals.add(virtual.origin(), "nothing is below it to the end of the file");
        }
        List<Directive> inside = new ArrayList<>();
        for (; i < lines.length; i++) {
          if (lines[i].strip().startsWith("#")) {
            continue;
          }
          String text = withoutComment(lines[i]).replace("\t", INDENT);
          if (!text.startsWith(INDENT) || text.length() == INDENT.length()) {
            break;
          }
          if (text.isBlank()) {
            refusals.add(virtual.origin().within(i + 1, ""), "blanks alone are no directive");
          } else {
            inside.add(Directive.read(text, virtual.origin(), i + 1));
          }
        }
        sections.add(new Section(virtual, inside));
      } else if (!line.isBlank() && !line.strip().startsWith("#")) {
        if (Character.isWhitespace(line.charAt(0))) {
          Origin at = whole.within(i, line.strip());
          refusals.add(at, "it is below no virtual");
          notices.table(
              at,
              "left out: it is below no virtual; it takes four blanks or a tab, and no empty line"
                  + " before it.");
        } else {
          globals.add(Directive.read(line, whole, i));
        }
      }
    }
    return new Outline(globals, sections);
  }

  private static String withoutComment(String line) {
    int hash = line.indexOf('#');
    return hash < 0 ? line : line.substring(0, hash);
  }
}
