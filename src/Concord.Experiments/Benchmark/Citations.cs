namespace Concord.Experiments.Benchmark;

/// <summary>What a paper that uses the comparison cites.</summary>
internal static class Citations
{
    /// <summary>In BibTeX.</summary>
    public const string BibTex = """
        @inproceedings{roulet2019joint,
          title = {Joint Learning of Brain Lesion and Anatomy Segmentation from Heterogeneous Datasets},
          author = {Roulet, Nicolas and Fernandez Slezak, Diego and Ferrante, Enzo},
          booktitle = {Proceedings of The 2nd International Conference on Medical Imaging with Deep Learning},
          series = {Proceedings of Machine Learning Research}, volume = {102}, pages = {401--413}, year = {2019}
        }
        @article{fourure2017multi,
          title = {Multi-task, multi-domain learning: Application to semantic segmentation and pose regression},
          author = {Fourure, Damien and Emonet, R{\'e}mi and Fromont, Elisa and Muselet, Damien and Neverova, Natalia and Tr{\'e}meau, Alain and Wolf, Christian},
          journal = {Neurocomputing}, volume = {251}, pages = {68--80}, year = {2017}
        }
        @inproceedings{rajchl2018neuronet,
          title = {{NeuroNet}: Fast and Robust Reproduction of Multiple Brain Image Segmentation Pipelines},
          author = {Rajchl, Martin and Pawlowski, Nick and Rueckert, Daniel and Matthews, Paul M. and Glocker, Ben},
          booktitle = {Medical Imaging with Deep Learning}, year = {2018}
        }
        @article{shi2021marginal,
          title = {Marginal loss and exclusion loss for partially supervised multi-organ segmentation},
          author = {Shi, Gonglei and Xiao, Li and Chen, Yang and Zhou, S. Kevin},
          journal = {Medical Image Analysis}, volume = {70}, pages = {101979}, year = {2021}
        }
        @inproceedings{fidon2021label,
          title = {Label-Set Loss Functions for Partial Supervision: Application to Fetal Brain {3D} {MRI} Parcellation},
          author = {Fidon, Lucas and Aertsen, Michael and Emam, Doaa and Mufti, Nada and Guffens, Fr{\'e}d{\'e}ric and Deprest, Thomas and Demaerel, Philippe and David, Anna L. and Melbourne, Andrew and Ourselin, S{\'e}bastien and Deprest, Jan and Vercauteren, Tom},
          booktitle = {Medical Image Computing and Computer Assisted Intervention}, year = {2021}
        }
        @inproceedings{lin2017focal,
          title = {Focal Loss for Dense Object Detection},
          author = {Lin, Tsung-Yi and Goyal, Priya and Girshick, Ross and He, Kaiming and Doll{\'a}r, Piotr},
          booktitle = {IEEE International Conference on Computer Vision}, year = {2017}
        }
        @article{paszke2016enet,
          title = {{ENet}: A Deep Neural Network Architecture for Real-Time Semantic Segmentation},
          author = {Paszke, Adam and Chaurasia, Abhishek and Kim, Sangpil and Culurciello, Eugenio},
          journal = {arXiv:1606.02147}, year = {2016}
        }
        @inproceedings{lee2013pseudo,
          title = {Pseudo-Label: The Simple and Efficient Semi-Supervised Learning Method for Deep Neural Networks},
          author = {Lee, Dong-Hyun},
          booktitle = {ICML Workshop on Challenges in Representation Learning}, year = {2013}
        }
        @inproceedings{milletari2016vnet,
          title = {{V-Net}: Fully Convolutional Neural Networks for Volumetric Medical Image Segmentation},
          author = {Milletari, Fausto and Navab, Nassir and Ahmadi, Seyed-Ahmad},
          booktitle = {International Conference on {3D} Vision}, year = {2016}
        }

        """;
}
