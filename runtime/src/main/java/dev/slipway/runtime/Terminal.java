package dev.slipway.runtime;

/**
 * The size of a person's terminal, in characters.
 *
 * @param columns 1 to 9,999
 * @param rows    1 to 9,999
 */
public record Terminal(int columns, int rows) {
    private static final int LARGEST = 9_999;

    /** @throws IllegalArgumentException if there can be no such terminal */
    public Terminal {
        if (columns < 1 || columns > LARGEST || rows < 1 || rows > LARGEST) {
            throw new IllegalArgumentException("no terminal has " + columns + " columns and " + rows + " rows");
        }
    }
}
