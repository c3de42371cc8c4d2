import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Holds every Java source below a folder to google-java-format: {@code check|rewrite FOLDER}. */
class FormatSources {
  public static void main(String... arguments) throws Exception {
    boolean rewrite = arguments[0].equals("rewrite");
    Path root = Path.of(arguments[1]);
    Formatter formatter = new Formatter();
    List<Path> changed = new ArrayList<>();
    for (Path source : sources(root)) {
      String before = Files.readString(source);
      String ordered = ImportOrderer.reorderImports(before, Style.GOOGLE);
      String after = formatter.formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
      if (after.equals(before)) {
        continue;
      }
      changed.add(root.relativize(source));
      if (rewrite) {
        Files.writeString(source, after);
      }
    }
    changed.forEach(
        path -> System.out.println((rewrite ? "formatted " : "not formatted: ") + path));
    if (!rewrite && !changed.isEmpty()) {
      System.out.println("run: make format");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path root) throws Exception {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> path.toString().endsWith(".java"))
          .filter(path -> Stream.of("/target/", "/.git/").noneMatch(path.toString()::contains))
          .sorted()
          .toList();
    }
  }
}
