// A plot as a picture or as its values: to a file or to the clipboard.
#pragma once

#include <QString>

class QCustomPlot;

namespace weir::ui {

enum class PictureFormat { png, svg, pdf, csv };

/// "png", "svg", "pdf", "csv": also the end of the file name.
QString suffix(PictureFormat format);

/// Writes the plot as it is shown now, PNG with twice the resolution; or, as CSV, all values of the lines it shows, one
/// row for each sample. False if the file cannot be written.
bool export_plot(QCustomPlot& plot, const QString& path, PictureFormat format);

void copy_plot(QCustomPlot& plot);

}  // namespace weir::ui
