package dev.lvs.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The documents of a YAML text as trees of nodes that know their line.
 *
 * <p>The text is cut at its document markers first and each piece parsed by itself, so that a
 * syntax error in one document does not hide the others.
 */
final class Yaml {
  /** Longest text in characters: 20,000 resources, and still no burden on the heap. */
  static final int MAX_LENGTH = 8 * 1024 * 1024;

  /** Deepest nesting; the deepest field of ours is at 7. */
  static final int MAX_DEPTH = 40;

  private static final LoaderOptions OPTIONS = options();
  private static final Resolver RESOLVER = new Resolver();

  private Yaml() {}

  /** A document that could be parsed. */
  record Tree(Node root, Piece piece) {
    int line(Node node) {
      return piece.line(node.getStartMark().getLine());
    }
  }

  /** A piece that could not be parsed. */
  record Broken(int line, Flaw flaw, String message) {}

  static List<Tree> parse(String text, Consumer<Broken> broken) {
    List<Tree> trees = new ArrayList<>();
    if (text.length() > MAX_LENGTH) {
      broken.accept(
          new Broken(
              1,
              Flaw.TOO_LARGE,
              "The file has more than %d characters; split it.".formatted(MAX_LENGTH)));
      return trees;
    }
    for (Piece piece : pieces(text)) {
      try {
        var parser = new ParserImpl(new StreamReader(piece.text()), OPTIONS);
        Composer composer = new Composer(parser, RESOLVER, OPTIONS);
        while (composer.checkNode()) {
          trees.add(new Tree(composer.getNode(), piece));
        }
      } catch (MarkedYAMLException e) {
        var mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        int line = piece.line(mark == null ? 0 : mark.getLine());
        broken.accept(new Broken(line, Flaw.SYNTAX, sentence(String.valueOf(e.getProblem()))));
      } catch (ReaderException e) {
        int line = piece.line(lines(piece.text(), e.getPosition()));
        String character = "character U+%04X".formatted(e.getCodePoint());
        broken.accept(
            new Broken(line, Flaw.SYNTAX, "YAML does not allow " + character + "; remove it."));
      } catch (YAMLException e) {
        broken.accept(
            new Broken(piece.firstLine(), Flaw.SYNTAX, sentence(String.valueOf(e.getMessage()))));
      }
    }
    return trees;
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_LENGTH);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(50);
    return options;
  }

  private static List<Piece> pieces(String text) {
    List<Piece> pieces = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    int firstLine = 1;
    for (String line : text.split("\n", -1)) {
      if (isMarker(line) && !lines.isEmpty()) {
        pieces.add(new Piece(String.join("\n", lines), firstLine, lines.size()));
        firstLine += lines.size();
        lines.clear();
      }
      lines.add(line);
    }
    pieces.add(new Piece(String.join("\n", lines), firstLine, lines.size()));
    return pieces;
  }

  private static boolean isMarker(String line) {
    return line.startsWith("---") && (line.length() == 3 || Character.isWhitespace(line.charAt(3)));
  }

  private static int lines(String text, int end) {
    return (int)
        text.substring(0, Math.min(end, text.length())).chars().filter(c -> c == '\n').count();
  }

  private static String sentence(String parserSays) {
    return "This is not YAML: " + parserSays.strip() + "; correct it.";
  }

  /**
   * A part of the text with at most one document marker, at its beginning.
   *
   * @param firstLine its first line in the file, from 1
   * @param lines how many it has, as an editor counts them
   */
  record Piece(String text, int firstLine, int lines) {
    /**
     * Line of the file; the parser counts from 0, knows more line ends, and looks past the last.
     */
    int line(int parserLine) {
      return firstLine + Math.min(parserLine, lines - 1);
    }
  }
}
