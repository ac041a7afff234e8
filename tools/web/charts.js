// The parts of ECharts that Leadline's pages draw with, and no others.
import { getInstanceByDom, init, use } from 'echarts/core';
import { BarChart, GraphChart, LineChart, TreemapChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, GraphChart, LineChart, TreemapChart, GridComponent, TooltipComponent, LabelLayout, SVGRenderer]);

globalThis.echarts = { getInstanceByDom, init };
