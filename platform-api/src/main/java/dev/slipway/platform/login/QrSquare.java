package dev.slipway.platform.login;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as an SVG path of one unit a module.
 *
 * @param size modules along a side, with the white border that readers need
 * @param path value of the {@code d} attribute; holds digits, commas and letters only
 */
record QrSquare(int size, String path) {

    private static final int BORDER = 4;

    static QrSquare of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M').append(x + BORDER).append(',').append(y + BORDER).append("h1v1h-1z");
                }
            }
        }
        return new QrSquare(code.size + 2 * BORDER, path.toString());
    }
}
