package dev.lvs.tool.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftsTest {
  /** Nobody reads a file that is longer, and a document cannot be cut. */
  @ParameterizedTest
  @CsvSource({
    "'',                  ''",
    "'aa\n',              aa",
    "'aa\n bb\n',         'aa---bb'",
    "'aa\n bb\n cc\n',    'aa---bb | cc'",
    "'aaaaaaaaaaaaaa\n b\n', 'aaaaaaaaaaaaaa | b'",
    "'a\n bbbbbbbbbbbbbb\n c\n', 'a | bbbbbbbbbbbbbb | c'"
  })
  void putsDocumentsIntoAsFewFilesAsTakeThem(String documents, String files) {
    List<String> all = documents.isEmpty() ? List.of() : List.of(documents.split(" ", -1));

    List<String> parts = Drafts.parts(all, "aa\n---\nbb\n".length());

    assertThat(String.join(" | ", parts).replace("\n", "")).isEqualTo(files);
  }
}
