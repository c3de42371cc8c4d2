package dev.lvs.tool.convert;

import dev.lvs.tool.convert.read.Notice;
import dev.lvs.tool.convert.read.Notice.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;

/**
 * Manifests made of a source, and notices on what they do not express.
 *
 * @param files YAML by file name, in the order in which they belong
 */
public record Conversion(SequencedMap<String, String> files, List<Notice> notices) {
  public Conversion {
    files = Collections.unmodifiableSequencedMap(files);
    notices = List.copyOf(notices);
  }

  /** All of it as one stream of documents. */
  public String text() {
    return String.join(Drafts.SEPARATOR, files.values());
  }

  /** The same with one more notice. */
  public Conversion with(Notice notice) {
    List<Notice> more = new ArrayList<>(List.of(notice));
    more.addAll(notices);
    return new Conversion(files, more);
  }

  /** Returns whether the table that the manifests make is the one that the source makes. */
  public boolean isWhole() {
    return notices.stream().noneMatch(notice -> notice.effect() == Effect.TABLE);
  }
}
